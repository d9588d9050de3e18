package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.rtp.Parse;
import dev.croupier.gateway.media.webrtc.SdpMedia.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Parses descriptions from outside. Never throws; a rejection's reason is a stable word that goes
 * into {@code bad_sdp}. Unknown attributes are skipped. Time grows with the length only, and that
 * is capped. Stateless, any thread.
 */
public final class SdpParser {
  /** Longest description taken, in characters. */
  public static final int MAX_LENGTH = 64 << 10;

  /** Most sections. */
  public static final int MAX_MEDIA = 16;

  /** Most candidates in all sections together. */
  public static final int MAX_CANDIDATES = 100;

  private static final int MAX_LINE = 4_096;
  private static final int MAX_CANDIDATE = 512;
  private static final int MAX_MID = 32;

  private final SdpMedia.Builder session = new SdpMedia.Builder();
  private final List<SdpMediaParser> sections = new ArrayList<>();
  private List<String> bundle = List.of();
  private boolean iceLite;
  private long sessionId;
  private long version;
  private int candidates;

  private SdpParser() {}

  /** The description, or why it is none. */
  public static Parse<SdpDescription> parse(String sdp) {
    if (sdp.length() > MAX_LENGTH) {
      return Parse.rejected("too_long");
    }
    SdpParser parser = new SdpParser();
    String reason = parser.readLines(sdp);
    return reason == null ? parser.finish() : Parse.rejected(reason);
  }

  private String readLines(String sdp) {
    boolean first = true;
    for (int at = 0; at < sdp.length(); ) {
      int newline = sdp.indexOf('\n', at);
      int next = newline < 0 ? sdp.length() : newline + 1;
      int end = newline < 0 ? sdp.length() : newline;
      if (end > at && sdp.charAt(end - 1) == '\r') {
        end--;
      }
      if (end > at) {
        String line = sdp.substring(at, end);
        String reason = first ? version(line) : line(line);
        if (reason != null) {
          return reason;
        }
        first = false;
      }
      at = next;
    }
    return first ? "empty" : null;
  }

  private static String version(String line) {
    return line.equals("v=0") ? null : "bad_version";
  }

  private String line(String line) {
    if (line.length() > MAX_LINE) {
      return "line_too_long";
    }
    if (line.length() < 2 || line.charAt(1) != '=' || !printable(line)) {
      return "bad_line";
    }
    String value = line.substring(2);
    return switch (line.charAt(0)) {
      case 'm' -> media(value);
      case 'o' -> origin(value);
      case 'a' -> attribute(value);
      default -> null;
    };
  }

  private String origin(String value) {
    String[] fields = value.split(" ", 7);
    if (fields.length != 6) {
      return "bad_origin";
    }
    sessionId = number(fields[1]);
    version = number(fields[2]);
    return sessionId < 0 || version < 0 ? "bad_origin" : null;
  }

  private String media(String value) {
    if (sections.size() == MAX_MEDIA) {
      return "too_many_sections";
    }
    SdpMediaParser section = new SdpMediaParser();
    sections.add(section);
    return section.mediaLine(value);
  }

  private String attribute(String value) {
    int colon = value.indexOf(':');
    String name = colon < 0 ? value : value.substring(0, colon);
    String rest = colon < 0 ? "" : value.substring(colon + 1);
    if (sections.isEmpty()) {
      switch (name) {
        case "ice-lite" -> iceLite = true;
        case "group" -> {
          return group(rest);
        }
        default -> {
          return shared(session, name, rest);
        }
      }
      return null;
    }
    SdpMediaParser section = sections.getLast();
    if (name.equals("candidate")) {
      if (++candidates > MAX_CANDIDATES) {
        return "too_many_candidates";
      }
      if (rest.length() > MAX_CANDIDATE) {
        return "bad_candidate";
      }
      section.media.candidates.add(rest);
      return null;
    }
    String reason = shared(section.media, name, rest);
    return reason == null ? section.attribute(name, rest) : reason;
  }

  private String group(String value) {
    String[] words = value.split(" ", MAX_MEDIA + 2);
    if (!words[0].equals("BUNDLE") || !bundle.isEmpty()) {
      return null;
    }
    if (words.length > MAX_MEDIA + 1) {
      return "bad_group";
    }
    bundle = List.of(words).subList(1, words.length);
    return bundle.stream().allMatch(SdpParser::token) ? null : "bad_group";
  }

  /** Attributes that a session may give for all its sections. */
  private static String shared(SdpMedia.Builder media, String name, String value) {
    switch (name) {
      case "sendrecv", "sendonly", "recvonly", "inactive" ->
          media.direction = Direction.valueOf(name.toUpperCase(Locale.ROOT));
      case "ice-ufrag" -> {
        if (!iceText(value, 4)) {
          return "bad_ice_credentials";
        }
        media.ufrag = value;
      }
      case "ice-pwd" -> {
        if (!iceText(value, 22)) {
          return "bad_ice_credentials";
        }
        media.password = value;
      }
      case "fingerprint" -> {
        return fingerprint(media, value);
      }
      case "setup" -> {
        String setup = value.toLowerCase(Locale.ROOT);
        if (!List.of("actpass", "active", "passive", "holdconn").contains(setup)) {
          return "bad_setup";
        }
        media.setup = setup;
      }
      default -> {}
    }
    return null;
  }

  /** Only SHA-256 is kept: other hashes may stand beside it (RFC 8122 section 5). */
  private static String fingerprint(SdpMedia.Builder media, String value) {
    String[] words = value.strip().split(" ", 3);
    if (words.length != 2) {
      return "bad_fingerprint";
    }
    if (!words[0].equalsIgnoreCase("sha-256")) {
      return null;
    }
    String digest = words[1].toUpperCase(Locale.ROOT);
    if (digest.length() != 95) {
      return "bad_fingerprint";
    }
    for (int i = 0; i < digest.length(); i++) {
      char c = digest.charAt(i);
      boolean fits = i % 3 == 2 ? c == ':' : Character.digit(c, 16) >= 0 && c < 0x80;
      if (!fits) {
        return "bad_fingerprint";
      }
    }
    media.fingerprint = "sha-256 " + digest;
    return null;
  }

  private Parse<SdpDescription> finish() {
    if (sections.isEmpty()) {
      return Parse.rejected("no_media");
    }
    List<SdpMedia> media = new ArrayList<>();
    List<String> mids = new ArrayList<>();
    for (SdpMediaParser section : sections) {
      section.inherit(session);
      SdpMedia each = section.finish();
      if (!each.mid().isEmpty()) {
        if (mids.contains(each.mid())) {
          return Parse.rejected("duplicate_mid");
        }
        mids.add(each.mid());
      }
      media.add(each);
    }
    if (!mids.containsAll(bundle)) {
      return Parse.rejected("bad_group");
    }
    return Parse.of(new SdpDescription(sessionId, version, iceLite, bundle, media));
  }

  /** A decimal number of at most 18 digits, or more reduced to them; -1 for anything else. */
  static long number(String digits) {
    if (digits.isEmpty() || digits.length() > 20) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = (value * 10 + (c - '0')) & Long.MAX_VALUE;
    }
    return value;
  }

  /** A token short enough to be a mid (RFC 8866 section 9). */
  static boolean token(String text) {
    if (text.isEmpty() || text.length() > MAX_MID) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7F || "\"(),/:;<=>?@[\\]".indexOf(c) >= 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean printable(String line) {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7F) {
        return false;
      }
    }
    return true;
  }

  /** ice-char of RFC 8839 section 5.4, at most 256 of them. */
  private static boolean iceText(String text, int min) {
    if (text.length() < min || text.length() > 256) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean fits =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '+'
              || c == '/';
      if (!fits) {
        return false;
      }
    }
    return true;
  }
}
