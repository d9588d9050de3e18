package dev.croupier.loadtest.viewer;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Follows one media playlist from reload to reload: what is to be fetched next, in order, and how
 * to ask for what comes then. Pure; one thread.
 *
 * <p>It begins at the last place at or before the hold-back from the edge where a decoder can begin
 * (a segment, or an {@code INDEPENDENT} part), takes parts at the edge and whole segments behind
 * it.
 */
final class HlsFollower {
  /** A whole segment, not a part of one. */
  static final int WHOLE = -1;

  /**
   * A segment or a part of one, to be fetched and played.
   *
   * @param dateTimeMicros of its beginning, or {@link HlsMedia#NO_TIME}
   * @param discontinuity whether it is the first behind a break
   * @param gap told to be missing: not to be fetched
   */
  record Chunk(
      long segment,
      int part,
      HlsResource resource,
      HlsResource init,
      long durationMicros,
      long dateTimeMicros,
      boolean discontinuity,
      boolean gap) {}

  private boolean begun;
  private long nextSegment;
  private int nextPart;
  private long lost;
  private long setBacks;

  /** What a playlist has that was not handed out before. */
  List<Chunk> update(HlsMedia media) {
    List<HlsMedia.Segment> segments = media.segments();
    if (segments.isEmpty()) {
      return List.of();
    }
    if (begun && segments.getLast().number() + 1 < nextSegment) {
      setBacks++;
      begun = false;
    }
    if (!begun) {
      begun = true;
      begin(media);
    }
    if (segments.getFirst().number() > nextSegment) {
      lost += segments.getFirst().number() - nextSegment;
      nextSegment = segments.getFirst().number();
      nextPart = 0;
    }
    List<Chunk> chunks = new ArrayList<>();
    for (HlsMedia.Segment segment : segments) {
      if (segment.number() == nextSegment) {
        take(segment, chunks);
      }
    }
    return chunks;
  }

  /**
   * The address to reload from: held by the server until there is more, where it can do that.
   *
   * @param playlist the address without directions
   */
  URI reload(URI playlist, HlsMedia media) {
    if (!media.blocks() || media.segments().isEmpty()) {
      return playlist;
    }
    String directions = "_HLS_msn=" + nextSegment;
    if (media.partTargetMicros() > 0) {
      directions += "&_HLS_part=" + nextPart;
    }
    String address = playlist.toString();
    return URI.create(address + (playlist.getRawQuery() == null ? "?" : "&") + directions);
  }

  /** Segments that left the playlist before they were taken. */
  long lost() {
    return lost;
  }

  /** How often the playlist went back, as one of a server that was started again does. */
  long setBacks() {
    return setBacks;
  }

  private void begin(HlsMedia media) {
    List<HlsMedia.Segment> segments = media.segments();
    long behind = 0;
    for (int i = segments.size() - 1; i >= 0; i--) {
      HlsMedia.Segment segment = segments.get(i);
      List<HlsMedia.Part> parts = segment.parts();
      long inParts = 0;
      for (int p = parts.size() - 1; p > 0; p--) {
        inParts += parts.get(p).durationMicros();
        if (parts.get(p).independent() && behind + inParts >= media.holdBackMicros()) {
          nextSegment = segment.number();
          nextPart = p;
          return;
        }
      }
      behind += segment.durationMicros();
      nextSegment = segment.number();
      nextPart = 0;
      if (behind >= media.holdBackMicros()) {
        return;
      }
    }
  }

  private void take(HlsMedia.Segment segment, List<Chunk> chunks) {
    List<HlsMedia.Part> parts = segment.parts();
    if (segment.complete() && nextPart == 0) {
      chunks.add(whole(segment));
    } else if (nextPart <= parts.size() && !parts.isEmpty()) {
      takeParts(segment, chunks);
    } else {
      // Its parts are listed no more: the rest of it cannot be told from what was played.
      lost++;
    }
    nextPart = parts.size();
    if (segment.complete()) {
      nextSegment++;
      nextPart = 0;
    }
  }

  private void takeParts(HlsMedia.Segment segment, List<Chunk> chunks) {
    long since = 0;
    for (int p = 0; p < segment.parts().size(); p++) {
      HlsMedia.Part part = segment.parts().get(p);
      if (p >= nextPart) {
        long begins = segment.dateTimeMicros();
        chunks.add(
            new Chunk(
                segment.number(),
                p,
                part.resource(),
                segment.init(),
                part.durationMicros(),
                begins == HlsMedia.NO_TIME ? begins : begins + since,
                segment.discontinuity() && p == 0,
                part.gap() || segment.gap()));
      }
      since += part.durationMicros();
    }
  }

  private static Chunk whole(HlsMedia.Segment segment) {
    return new Chunk(
        segment.number(),
        WHOLE,
        segment.whole(),
        segment.init(),
        segment.durationMicros(),
        segment.dateTimeMicros(),
        segment.discontinuity(),
        segment.gap());
  }
}
