package dev.croupier.loadtest.relay;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How a message's body is framed (RFC 9112 §6.3).
 *
 * @param length of {@code LENGTH}, bytes
 */
record HttpBody(Kind kind, long length) {
  /** The ways in which a body ends. */
  enum Kind {
    /** After so many bytes; 0 for no body. */
    LENGTH,
    /** With a chunk of no bytes. */
    CHUNKED,
    /** With the connection. */
    UNTIL_CLOSE,
    /** It is not HTTP any more, or not HTTP that can be followed: all passes as it comes. */
    RAW
  }

  static final HttpBody NONE = new HttpBody(Kind.LENGTH, 0);
  static final HttpBody RAW = new HttpBody(Kind.RAW, 0);

  private static final HttpBody CHUNKED = new HttpBody(Kind.CHUNKED, 0);
  private static final HttpBody UNTIL_CLOSE = new HttpBody(Kind.UNTIL_CLOSE, 0);

  /** Eighteen digits fit a long. */
  private static final String NUMBER = "[0-9]{1,18}";

  /** Of a request. */
  static HttpBody ofRequest(HttpHead head) {
    return head.method().equals("CONNECT") ? RAW : framed(head, NONE, RAW);
  }

  /**
   * Of a final response.
   *
   * @param method of the request that it answers
   */
  static HttpBody ofResponse(HttpHead head, String method) {
    int status = head.status();
    if (method.equals("HEAD") || status == 204 || status == 304) {
      return NONE;
    }
    return framed(head, UNTIL_CLOSE, UNTIL_CLOSE);
  }

  private static HttpBody framed(HttpHead head, HttpBody unnamed, HttpBody notChunked) {
    List<String> codings = head.values("Transfer-Encoding");
    if (!codings.isEmpty()) {
      String all = String.join(",", codings).toLowerCase(Locale.ROOT);
      return all.substring(all.lastIndexOf(',') + 1).strip().equals("chunked")
          ? CHUNKED
          : notChunked;
    }
    Set<String> lengths = new HashSet<>();
    for (String value : head.values("Content-Length")) {
      for (String each : value.split(",", -1)) {
        lengths.add(each.strip());
      }
    }
    if (lengths.isEmpty()) {
      return unnamed;
    }
    String length = lengths.iterator().next();
    return lengths.size() == 1 && length.matches(NUMBER)
        ? new HttpBody(Kind.LENGTH, Long.parseLong(length))
        : RAW;
  }
}
