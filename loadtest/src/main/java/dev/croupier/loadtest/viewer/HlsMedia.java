package dev.croupier.loadtest.viewer;

import dev.croupier.gateway.media.rtp.Parse;
import java.net.URI;
import java.util.List;

/**
 * A media playlist (RFC 8216 section 4.3.3, and the low-latency tags of its second edition).
 * Immutable; durations in microseconds.
 *
 * @param partTargetMicros 0 where there are no parts
 * @param holdBackMicros how far from the edge playing begins: {@code PART-HOLD-BACK} where there
 *     are parts, else {@code HOLD-BACK}, else three target durations
 * @param blocks whether a reload may be held until there is something new
 * @param hint the part that comes next, null if none is named
 * @param ended no more will come
 */
record HlsMedia(
    long targetMicros,
    long partTargetMicros,
    long holdBackMicros,
    boolean blocks,
    List<Segment> segments,
    HlsResource hint,
    boolean ended) {
  /** No {@code PROGRAM-DATE-TIME} was told. */
  static final long NO_TIME = Long.MIN_VALUE;

  /** Playlists of more characters are refused. */
  static final int MAX_CHARS = 1 << 20;

  /** Copies the list. */
  HlsMedia {
    segments = List.copyOf(segments);
  }

  /**
   * A segment; the last one may have only parts as yet.
   *
   * @param number media sequence number
   * @param whole null while it is not complete
   * @param durationMicros of the whole, or of its parts as yet
   * @param dateTimeMicros of its beginning, or {@link #NO_TIME}
   * @param init its initialisation section, null for none
   * @param discontinuity whether it follows a break in time or coding
   * @param gap told to be missing
   */
  record Segment(
      long number,
      HlsResource whole,
      long durationMicros,
      List<Part> parts,
      long dateTimeMicros,
      HlsResource init,
      boolean discontinuity,
      boolean gap) {
    /** Copies the list. */
    Segment {
      parts = List.copyOf(parts);
    }

    boolean complete() {
      return whole != null;
    }
  }

  /** A part of a segment. */
  record Part(HlsResource resource, long durationMicros, boolean independent, boolean gap) {}

  /**
   * Reads one; what it does not know it skips.
   *
   * @param base where it came from
   */
  static Parse<HlsMedia> parse(String text, URI base) {
    return HlsMediaReader.read(text, base);
  }
}
