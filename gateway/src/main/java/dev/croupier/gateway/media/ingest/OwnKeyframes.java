package dev.croupier.gateway.media.ingest;

/**
 * The keyframes that a source makes by itself, so that those that answer a request can be told from
 * them: an answer is one that comes clearly earlier than the source's own next one was due. Pure;
 * one owner thread.
 */
final class OwnKeyframes {
  /** Where a keyframe comes from. */
  enum Origin {
    /** It came when the source's own was due. */
    OWN,

    /** It may be its own or an answer; the first one of a source is. */
    UNCLEAR,

    /** The request brought it. */
    ANSWER
  }

  /** A keyframe that nobody had asked for. */
  static final long UNASKED = Long.MIN_VALUE / 2;

  /** Who asks, or gets a keyframe, earlier by this does so clearly at another time: 100 ms. */
  private static final long CLEARLY_MICROS = 100_000;

  /** Times that are closer than this are the same, to a frame and its jitter: 50 ms. */
  private static final long SAME_MICROS = 50_000;

  /** No camera makes keyframes by itself more often than this: 500 ms. */
  private static final long LEAST_PERIOD_MICROS = 500_000;

  private static final int KEPT = 8;

  /** Times between two keyframes of which the second may have been the source's own. */
  private final long[] periods = new long[KEPT];

  /** How long after the first of the two the second was asked for, or {@link #UNASKED}. */
  private final long[] askedAfter = new long[KEPT];

  private int seen;
  private boolean begun;
  private boolean earlyBefore;
  private long lastCaptureMicros;
  private long lastArrivalMicros;

  /** Whether there was a keyframe at all. */
  boolean begun() {
    return begun;
  }

  /**
   * A keyframe has come.
   *
   * @param afterMicros how long after the one before it was asked for first, or {@link #UNASKED}
   * @param asked whether it followed a single request closely
   * @param overdue whether that was made because none had come for a segment's length
   */
  Origin keyframe(
      long afterMicros, boolean asked, boolean overdue, long captureMicros, long arrivalMicros) {
    // The longer of the two: neither a path that varies nor a clock that is set makes one early.
    long period = Math.max(captureMicros - lastCaptureMicros, arrivalMicros - lastArrivalMicros);
    Origin origin = Origin.UNCLEAR;
    if (begun) {
      origin = overdue ? ofOverdue(period, afterMicros) : of(period, asked);
    }
    boolean early = origin == Origin.ANSWER && !overdue;
    boolean toldBefore = origin == Origin.OWN && overdue;
    // What follows an early one may itself be early or late by it.
    if (begun && !early && !earlyBefore && !toldBefore) {
      periods[seen % KEPT] = period;
      askedAfter[seen++ % KEPT] = afterMicros;
    }
    begun = true;
    earlyBefore = early;
    lastCaptureMicros = captureMicros;
    lastArrivalMicros = arrivalMicros;
    return origin;
  }

  private Origin of(long period, boolean asked) {
    long shortest = seen == 0 ? LEAST_PERIOD_MICROS : Long.MAX_VALUE;
    boolean known = false;
    for (int i = 0; i < Math.min(seen, KEPT); i++) {
      shortest = Math.min(shortest, periods[i]);
      known |= Math.abs(period - periods[i]) < CLEARLY_MICROS;
    }
    if (asked && period <= shortest - CLEARLY_MICROS) {
      return Origin.ANSWER;
    }
    return known ? Origin.OWN : Origin.UNCLEAR;
  }

  /**
   * A source that brought none for a segment's length and then does, soon after the request, has
   * answered, unless it takes just so long whenever it is asked.
   */
  private Origin ofOverdue(long period, long afterMicros) {
    for (int i = 0; i < Math.min(seen, KEPT); i++) {
      if (Math.abs(period - periods[i]) < SAME_MICROS
          && Math.abs(afterMicros - askedAfter[i]) >= CLEARLY_MICROS) {
        return Origin.OWN;
      }
    }
    return Origin.ANSWER;
  }
}
