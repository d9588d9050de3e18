package dev.croupier.loadtest.viewer;

import java.net.URI;

/**
 * Something to fetch, whole or a range of it.
 *
 * @param offset of the first byte of a range
 * @param length of the range, {@link #WHOLE} for all
 */
record HlsResource(URI uri, long offset, long length) {
  /** No range. */
  static final long WHOLE = -1;

  private static final int MAX_URI = 2_048;

  static HlsResource whole(URI uri) {
    return new HlsResource(uri, 0, WHOLE);
  }

  /** A line of a playlist, relative to where the playlist lies. */
  static URI resolve(URI base, String text) throws HlsPlaylistException {
    if (text.isEmpty() || text.length() > MAX_URI) {
      throw new HlsPlaylistException("an address that is empty or too long");
    }
    try {
      URI uri = base.resolve(text);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    }
    throw new HlsPlaylistException("an address that is none");
  }

  /**
   * A resource with a byte range {@code length[@offset]} (RFC 8216 section 4.3.2.2).
   *
   * @param range null for none
   * @param before what a range without an offset follows; null for nothing
   */
  static HlsResource of(URI uri, String range, HlsResource before) throws HlsPlaylistException {
    if (range == null) {
      return whole(uri);
    }
    int at = range.indexOf('@');
    long length = HlsNumbers.whole("BYTERANGE", at < 0 ? range : range.substring(0, at));
    long offset;
    if (at >= 0) {
      offset = HlsNumbers.whole("BYTERANGE", range.substring(at + 1));
    } else {
      offset =
          before != null && before.uri.equals(uri) && before.length != WHOLE
              ? before.offset + before.length
              : 0;
    }
    if (length == 0 || offset > Long.MAX_VALUE - length) {
      throw new HlsPlaylistException("BYTERANGE is empty or too far");
    }
    return new HlsResource(uri, offset, length);
  }
}
