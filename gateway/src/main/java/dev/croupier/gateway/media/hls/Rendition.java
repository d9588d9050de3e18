package dev.croupier.gateway.media.hls;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest segments of one track and its playlist. The packager's worker writes; any thread reads
 * by {@link #file}.
 *
 * <p>A segment that leaves the playlist stays for as long as a reader of an older playlist may ask
 * for it (RFC 8216 section 6.2.2), within a bound of bytes.
 */
final class Rendition {
  /** The name of the playlist's file. */
  static final String PLAYLIST = "playlist.m3u8";

  /** Segments in the playlist, usually 14 s; more where they are short. */
  static final int LISTED = 7;

  /** Segments kept behind them: as long as the playlist, and one more. */
  static final int GRACE = LISTED + 1;

  /** All segments of a rendition together; a stream that is richer is kept for a shorter time. */
  static final long MAX_BYTES = 64 << 20;

  /** A playlist is no shorter than this many target durations (RFC 8216 section 6.2.2). */
  private static final int FEWEST = 3;

  private final String mediaType;
  private final Deque<Segment> listed = new ArrayDeque<>();
  private final Deque<Segment> grace = new ArrayDeque<>();
  private long bytes;
  private long discontinuities;
  private long peakBitRate;
  private volatile Map<String, HlsFile> files = Map.of();

  Rendition(String mediaType) {
    this.mediaType = mediaType;
  }

  /** Appends a segment. */
  void add(Segment segment, int targetSeconds) {
    listed.addLast(segment);
    bytes += segment.bytes().length;
    if (2 * segment.seconds() >= targetSeconds) {
      peakBitRate = Math.max(peakBitRate, segment.bitRate());
    }
    while (bytes > MAX_BYTES && !grace.isEmpty()) {
      forget();
    }
    while (isTooLong(targetSeconds) || (bytes > MAX_BYTES && listed.size() > FEWEST)) {
      Segment first = listed.removeFirst();
      discontinuities += first.discontinuity() ? 1 : 0;
      grace.addLast(first);
      if (grace.size() > GRACE || bytes > MAX_BYTES) {
        forget();
      }
    }
    publish(targetSeconds, false);
  }

  /** Says that no more will come. */
  void end(int targetSeconds) {
    if (!listed.isEmpty()) {
      publish(targetSeconds, true);
    }
  }

  /** A file by its name, or null. Any thread. */
  HlsFile file(String name) {
    return files.get(name);
  }

  /** How many segments there have been. */
  long count() {
    return listed.isEmpty() ? 0 : listed.getLast().number() + 1;
  }

  /** The newest segment; there is one. */
  Segment newest() {
    return listed.getLast();
  }

  /** The most bits a second any segment had, short ones left aside. */
  long peakBitRate() {
    return peakBitRate;
  }

  /** Bits a second of the listed segments. */
  long averageBitRate() {
    double seconds = listedSeconds();
    long bits = listed.stream().mapToLong(segment -> 8L * segment.bytes().length).sum();
    return seconds == 0 ? 0 : Math.round(bits / seconds);
  }

  private boolean isTooLong(int targetSeconds) {
    double rest = listedSeconds() - listed.getFirst().seconds();
    return listed.size() > LISTED && rest >= FEWEST * targetSeconds;
  }

  private double listedSeconds() {
    return listed.stream().mapToDouble(Segment::seconds).sum();
  }

  private void forget() {
    bytes -= grace.removeFirst().bytes().length;
  }

  private void publish(int targetSeconds, boolean ended) {
    Map<String, HlsFile> now = new HashMap<>();
    for (Deque<Segment> each : List.of(grace, listed)) {
      for (Segment segment : each) {
        HlsFile before = files.get(segment.name());
        now.put(
            segment.name(),
            before != null ? before : HlsFile.media(mediaType, segment.bytes(), segment.name()));
        Init init = segment.init();
        now.computeIfAbsent(init.name(), name -> HlsFile.media(mediaType, init.bytes(), name));
      }
    }
    String text = Playlists.media(List.copyOf(listed), discontinuities, targetSeconds, ended);
    String last = listed.getLast().name();
    String version = last.substring(0, last.lastIndexOf('.')) + (ended ? "-end" : "");
    now.put(PLAYLIST, HlsFile.playlist(text, version));
    files = Map.copyOf(now);
  }
}
