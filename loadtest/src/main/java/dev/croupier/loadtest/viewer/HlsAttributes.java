package dev.croupier.loadtest.viewer;

import java.util.LinkedHashMap;
import java.util.Map;

/** The attribute list of a playlist's tag (RFC 8216 section 4.2). Pure. */
final class HlsAttributes {
  private static final int MAX_ATTRIBUTES = 64;

  private final Map<String, String> values;

  private HlsAttributes(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads {@code NAME=value,NAME="value"}.
   *
   * @throws HlsPlaylistException if it is not one
   */
  static HlsAttributes parse(String list) throws HlsPlaylistException {
    Map<String, String> values = new LinkedHashMap<>();
    int at = 0;
    while (at < list.length()) {
      int equals = list.indexOf('=', at);
      if (equals <= at || values.size() == MAX_ATTRIBUTES) {
        throw new HlsPlaylistException("a broken attribute list");
      }
      String name = list.substring(at, equals).strip();
      int end;
      if (equals + 1 < list.length() && list.charAt(equals + 1) == '"') {
        int quote = list.indexOf('"', equals + 2);
        if (quote < 0) {
          throw new HlsPlaylistException(name + " has no closing quote");
        }
        values.put(name, list.substring(equals + 2, quote));
        end = quote + 1;
        if (end < list.length() && list.charAt(end) != ',') {
          throw new HlsPlaylistException("a broken attribute list");
        }
      } else {
        int comma = list.indexOf(',', equals);
        end = comma < 0 ? list.length() : comma;
        values.put(name, list.substring(equals + 1, end).strip());
      }
      at = end + 1;
    }
    return new HlsAttributes(values);
  }

  /** A value without its quotes; null if there is none. */
  String text(String name) {
    return values.get(name);
  }

  /** A value that must be there. */
  String needed(String name) throws HlsPlaylistException {
    String value = values.get(name);
    if (value == null || value.isEmpty()) {
      throw new HlsPlaylistException(name + " is missing");
    }
    return value;
  }

  /** Whether it says {@code YES}. */
  boolean yes(String name) {
    return "YES".equals(values.get(name));
  }

  /** Seconds as microseconds; {@code fallback} if it is not said. */
  long micros(String name, long fallback) throws HlsPlaylistException {
    String value = values.get(name);
    return value == null ? fallback : HlsNumbers.micros(name, value);
  }
}
