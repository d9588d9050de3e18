package dev.croupier.gateway.media.ingest;

/**
 * When a publisher is asked for a keyframe. Pure; one owner thread.
 *
 * <p>Browsers as publishers send no periodic keyframes, so the cadence is ours: none seen for a
 * segment's length means one is asked for, at most once per {@link #THROTTLE_MICROS} a signal
 * however many viewers want one.
 */
public final class KeyframeCadence {
  /** At most one request in this time, 500 ms. */
  public static final long THROTTLE_MICROS = 500_000;

  /**
   * A keyframe is due after this time, 1 s and a frame's tolerance, so that a 1 s GOP is never
   * disturbed.
   */
  static final long SEGMENT_MICROS = 1_200_000;

  /** A source that left this many requests in a row unanswered is irregular. */
  static final int UNANSWERED_LIMIT = 6;

  private long lastKeyframeMicros;
  private long lastRequestMicros = Long.MIN_VALUE / 2;
  private int unanswered;
  private boolean wanted;

  /** A cadence for a publish that begins now. */
  public KeyframeCadence(long nowMicros) {
    lastKeyframeMicros = nowMicros;
  }

  /** A keyframe has arrived. */
  public void onKeyframe(long nowMicros) {
    lastKeyframeMicros = nowMicros;
    unanswered = 0;
    wanted = false;
  }

  /** Somebody needs one: a viewer joins, a frame was lost, a cut is armed. */
  public void want() {
    wanted = true;
  }

  /** Whether a request goes out now; true is counted as sent. */
  public boolean due(long nowMicros) {
    boolean needed = wanted || nowMicros - lastKeyframeMicros >= SEGMENT_MICROS;
    if (!needed || nowMicros - lastRequestMicros < THROTTLE_MICROS) {
      return false;
    }
    lastRequestMicros = nowMicros;
    unanswered++;
    return true;
  }

  /** Whether the source ignores requests. */
  public boolean irregular() {
    return unanswered > UNANSWERED_LIMIT;
  }
}
