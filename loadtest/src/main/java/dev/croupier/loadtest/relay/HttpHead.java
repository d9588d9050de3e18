package dev.croupier.loadtest.relay;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Start line and header fields of an HTTP/1.x message (RFC 9112 §2.1), as they came. Immutable.
 *
 * @param start without its line end
 * @param fields whole lines, without their ends
 */
record HttpHead(String start, List<String> fields) {
  private static final String VERSION = "HTTP/1.";

  /** More fields than this are nobody's. */
  private static final int MAX_FIELDS = 200;

  HttpHead {
    fields = List.copyOf(fields);
  }

  /**
   * Reads a request's or a response's head.
   *
   * @param text up to and including the empty line, ISO 8859-1
   * @return empty for what is not HTTP/1.x
   */
  static Optional<HttpHead> parse(String text) {
    String[] lines = text.strip().split("\r?\n", MAX_FIELDS + 2);
    if (lines.length > MAX_FIELDS + 1) {
      return Optional.empty();
    }
    List<String> fields = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      if (lines[i].indexOf(':') <= 0 || lines[i].charAt(0) == ' ' || lines[i].charAt(0) == '\t') {
        return Optional.empty();
      }
      fields.add(lines[i]);
    }
    HttpHead head = new HttpHead(lines[0], fields);
    boolean known = head.status() >= 0 || !head.method().isEmpty();
    return known ? Optional.of(head) : Optional.empty();
  }

  /** Of a response, 100–999; -1 for a request. */
  int status() {
    // HTTP/1.1 200 OK
    boolean response = start.length() >= 12 && start.startsWith(VERSION) && start.charAt(8) == ' ';
    if (!response) {
      return -1;
    }
    String code = start.substring(9, 12);
    boolean ends = start.length() == 12 || start.charAt(12) == ' ';
    return ends && code.matches("[1-9][0-9]{2}") ? Integer.parseInt(code) : -1;
  }

  /** Of a request; empty for a response and for anything else. */
  String method() {
    String[] parts = start.split(" ", -1);
    boolean request =
        parts.length == 3 && parts[2].startsWith(VERSION) && parts[0].matches("[A-Z-]{1,20}");
    return request ? parts[0] : "";
  }

  /** The values of all fields of a name, in order, each without the space around it. */
  List<String> values(String name) {
    List<String> found = new ArrayList<>();
    for (String field : fields) {
      if (is(field, name)) {
        found.add(field.substring(field.indexOf(':') + 1).strip());
      }
    }
    return found;
  }

  /** The first of {@link #values}, lower case; empty if there is none. */
  String word(String name) {
    List<String> all = values(name);
    return all.isEmpty() ? "" : all.getFirst().toLowerCase(Locale.ROOT);
  }

  /** The media type of the body, lower case, without parameters. */
  String mediaType() {
    return word("Content-Type").split(";", 2)[0].strip();
  }

  /** The same without the fields of a name, and with this one at the end. */
  HttpHead with(String name, String value) {
    List<String> changed = new ArrayList<>(without(name).fields);
    changed.add(name + ": " + value);
    return new HttpHead(start, changed);
  }

  /** The same without the fields of a name. */
  HttpHead without(String name) {
    return new HttpHead(start, fields.stream().filter(field -> !is(field, name)).toList());
  }

  /** As it goes over the wire. */
  byte[] bytes() {
    StringBuilder text = new StringBuilder(start).append("\r\n");
    fields.forEach(field -> text.append(field).append("\r\n"));
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static boolean is(String field, String name) {
    return field.length() > name.length()
        && field.charAt(name.length()) == ':'
        && field.regionMatches(true, 0, name, 0, name.length());
  }
}
