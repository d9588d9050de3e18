package dev.croupier.loadtest.viewer;

/**
 * The least lateness of frames against their source's pace over the last 10 to 20 seconds: what is
 * normal where nothing is held up. It follows clocks that drift. Any thread.
 */
final class PaceFloor {
  /** Nothing is known yet. */
  static final long UNKNOWN = Long.MAX_VALUE;

  private static final long WINDOW_MICROS = 10_000_000;

  private boolean started;
  private long windowStart;
  private long before = UNKNOWN;
  private long now = UNKNOWN;

  /**
   * A frame came.
   *
   * @param latenessMicros its arrival minus its place in its source's time; any constant offset
   */
  synchronized void add(long latenessMicros, long arrivalMicros) {
    if (!started || arrivalMicros - windowStart >= WINDOW_MICROS) {
      before = started && arrivalMicros - windowStart < 2 * WINDOW_MICROS ? now : UNKNOWN;
      now = UNKNOWN;
      windowStart = arrivalMicros;
      started = true;
    }
    now = Math.min(now, latenessMicros);
  }

  /** The least lateness, or {@link #UNKNOWN}. */
  synchronized long micros() {
    return Math.min(before, now);
  }
}
