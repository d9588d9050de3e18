package dev.croupier.loadtest.viewer;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * What a viewer would see of media that arrive: a buffer that is played at the pace of time, and
 * stands still when picture or sound runs out. Nothing is decoded. Any thread.
 *
 * <p>Media time counts from where the picture begins. Playing begins when all tracks have all that
 * was listed when the viewer came, and goes on after a stall as soon as there is more.
 */
final class HlsPlayback {
  /** {@link #latencyMicros} cannot be told. */
  static final long UNKNOWN = Long.MIN_VALUE;

  /** A jitter of timers is no stall: 1 ms. */
  private static final long GRACE_MICROS = 1_000;

  /**
   * What was counted.
   *
   * @param stalledMicros the sum of all stalls, one that lasts included
   * @param playedMicros media played
   */
  record Counts(long stalls, long stalledMicros, long playedMicros) {}

  private record Mark(long mediaMicros, long dateTimeMicros) {}

  private final long[] ends;
  private final long[] starts;
  private final boolean[] caughtUp;
  private final Deque<Mark> marks = new ArrayDeque<>();
  private boolean playing;
  private boolean stalled;
  private boolean ended;
  private long stalledSinceMicros;
  private long positionMicros;
  private long lastMicros;
  private long stalls;
  private long stalledMicros;

  /**
   * A buffer that holds nothing.
   *
   * @param tracks the picture's is 0
   */
  HlsPlayback(int tracks) {
    ends = new long[tracks];
    starts = new long[tracks];
    Arrays.fill(starts, HlsMedia.NO_TIME);
    caughtUp = new boolean[tracks];
  }

  /** A chunk has arrived. */
  synchronized void append(int track, long nowMicros, long durationMicros, long dateTimeMicros) {
    advance(nowMicros);
    align(track, dateTimeMicros);
    if (track == 0 && dateTimeMicros != HlsMedia.NO_TIME) {
      marks.addLast(new Mark(ends[0], dateTimeMicros));
    }
    ends[track] += durationMicros;
    if (stalled && available() > positionMicros) {
      stalled = false;
      stalledMicros += nowMicros - stalledSinceMicros;
    }
  }

  /** A track has all that was listed when it began; when all have, playing begins. */
  synchronized void caughtUp(int track, long nowMicros) {
    caughtUp[track] = true;
    for (boolean each : caughtUp) {
      if (!each) {
        return;
      }
    }
    if (!playing) {
      playing = true;
      lastMicros = nowMicros;
    }
  }

  /** No more will come, or nobody watches any more: what runs out from now on is no stall. */
  synchronized void end(long nowMicros) {
    advance(nowMicros);
    if (stalled) {
      stalled = false;
      stalledMicros += nowMicros - stalledSinceMicros;
    }
    ended = true;
  }

  /** How far what is shown now is behind its own date and time, or {@link #UNKNOWN}. */
  synchronized long latencyMicros(long nowMicros) {
    advance(nowMicros);
    Mark last = null;
    while (!marks.isEmpty() && marks.getFirst().mediaMicros <= positionMicros) {
      last = marks.removeFirst();
    }
    if (last == null) {
      return UNKNOWN;
    }
    marks.addFirst(last);
    return playing
        ? nowMicros - (last.dateTimeMicros + positionMicros - last.mediaMicros)
        : UNKNOWN;
  }

  /** The sums up to now. */
  synchronized Counts counts(long nowMicros) {
    advance(nowMicros);
    long lasting = stalled ? Math.max(0, nowMicros - stalledSinceMicros) : 0;
    return new Counts(stalls, stalledMicros + lasting, positionMicros);
  }

  private void advance(long nowMicros) {
    if (!playing || ended || nowMicros <= lastMicros) {
      return;
    }
    if (!stalled) {
      long room = Math.max(0, available() - positionMicros);
      long elapsed = nowMicros - lastMicros;
      positionMicros += Math.min(elapsed, room);
      if (elapsed <= room + GRACE_MICROS) {
        lastMicros += Math.min(elapsed, room);
        return;
      }
      stalled = true;
      stalls++;
      stalledSinceMicros = lastMicros + room;
    }
    lastMicros = nowMicros;
  }

  /** Tracks begin where their first chunks do; dates and times tell how far apart that is. */
  private void align(int track, long dateTimeMicros) {
    if (dateTimeMicros != HlsMedia.NO_TIME && starts[track] == HlsMedia.NO_TIME) {
      starts[track] = dateTimeMicros;
      for (int other = 1; other < ends.length; other++) {
        boolean now = track == 0 || track == other;
        if (now && starts[0] != HlsMedia.NO_TIME && starts[other] != HlsMedia.NO_TIME) {
          ends[other] += starts[other] - starts[0];
        }
      }
    }
  }

  private long available() {
    long least = ends[0];
    for (long end : ends) {
      least = Math.min(least, end);
    }
    return least;
  }
}
