package dev.croupier.loadtest.viewer;

/**
 * Finds a viewer's first <em>live</em> frame: the first whose lateness against its source's pace is
 * within 50 ms of what is normal. A burst of cached frames runs behind the source and catches up;
 * it is not called live before it has. Pure; its viewer's event loop.
 *
 * <p>What is normal is known only afterwards: the least lateness of this viewer's first 1.5 seconds
 * and ten frames, and of other viewers where their times can be compared. A viewer that never
 * catches up with others never becomes live.
 */
final class LiveWatch {
  /** There was no live frame yet. */
  static final long NEVER = -1;

  /** A frame may be so much later than the least and still be called live. */
  static final long TOLERANCE_MICROS = 50_000;

  private static final long DECIDE_MICROS = 1_500_000;
  private static final int DECIDE_FRAMES = 10;
  private static final int MAX_KEPT = 512;

  private final long[] lateness = new long[MAX_KEPT];
  private final long[] arrivals = new long[MAX_KEPT];
  private int kept;
  private int frames;
  private long least = PaceFloor.UNKNOWN;
  private long firstAt;
  private boolean decided;
  private long liveAt = NEVER;

  /**
   * A frame that can be shown.
   *
   * @param latenessMicros its arrival minus its place in its source's time
   * @param othersMicros the least lateness of other viewers on the same scale, or {@link
   *     PaceFloor#UNKNOWN}
   */
  void frame(long latenessMicros, long arrivalMicros, long othersMicros) {
    if (liveAt != NEVER) {
      return;
    }
    frames++;
    least = Math.min(least, latenessMicros);
    if (kept < MAX_KEPT) {
      lateness[kept] = latenessMicros;
      arrivals[kept] = arrivalMicros;
      kept++;
    }
    if (frames == 1) {
      firstAt = arrivalMicros;
    }
    decided |= arrivalMicros - firstAt >= DECIDE_MICROS && frames >= DECIDE_FRAMES;
    if (decided) {
      decide(Math.min(least, othersMicros));
    }
  }

  /** When the first live frame was complete, or {@link #NEVER}. */
  long liveAtMicros() {
    return liveAt;
  }

  private void decide(long floor) {
    for (int i = 0; i < kept; i++) {
      if (lateness[i] - floor <= TOLERANCE_MICROS) {
        liveAt = arrivals[i];
        return;
      }
    }
    // None of these is; from now on each frame is judged when it comes.
    kept = 0;
  }
}
