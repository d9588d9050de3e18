package dev.croupier.gateway.media.ingest;

import java.util.Arrays;

/**
 * When a publisher is asked for a keyframe. Pure; one owner thread.
 *
 * <p>Browsers as publishers send no periodic keyframes, so the cadence is ours: none seen for a
 * segment's length means one is asked for, at most once per {@link #THROTTLE_MICROS} a signal
 * however many viewers want one. How soon a source answers is learned of keyframes that it would
 * not have made by itself then; see {@link OwnKeyframes}.
 */
public final class KeyframeCadence {
  /** At most one request in this time, 500 ms. */
  public static final long THROTTLE_MICROS = 500_000;

  /**
   * A keyframe is due after this time, 1 s and a frame's tolerance, so that a 1 s GOP is never
   * disturbed.
   */
  static final long SEGMENT_MICROS = 1_200_000;

  /**
   * A source that left this many requests unanswered for {@link #THROTTLE_MICROS}, and answered
   * none meanwhile, is irregular.
   */
  static final int UNANSWERED_LIMIT = 6;

  /** Answer times kept; the longest of so many stands for their p95. */
  private static final int ANSWERS = 16;

  /**
   * When a keyframe can be had from a source. Immutable; any thread.
   *
   * @param answerMicros from a request to its keyframe (p95), 0 where that is not known
   * @param requestableMicros from when on the throttle lets a request through
   * @param pendingMicros when the answer to one that is under way is expected, or {@link #NEVER}
   */
  public record Outlook(long answerMicros, long requestableMicros, long pendingMicros) {
    /** Nothing is under way, or nothing is known. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Nobody can be asked. */
    public static final Outlook NONE = new Outlook(0, 0, NEVER);

    /** An answer later than expected by this much no longer counts on coming: 250 ms. */
    private static final long PATIENCE_MICROS = 250_000;

    /** How long until a keyframe that is asked for now, or has been; {@link #NEVER}: unknown. */
    public long untilAnswerMicros(long nowMicros) {
      if (answerMicros == 0) {
        return NEVER;
      }
      long asked = Math.max(0, requestableMicros - nowMicros) + answerMicros;
      return Math.min(asked, untilPendingMicros(nowMicros));
    }

    /** How long until the answer to a request that is under way; {@link #NEVER}: none is. */
    public long untilPendingMicros(long nowMicros) {
      return pendingMicros == NEVER || nowMicros > pendingMicros + PATIENCE_MICROS
          ? NEVER
          : Math.max(0, pendingMicros - nowMicros);
    }
  }

  private final boolean askable;
  private final OwnKeyframes own = new OwnKeyframes();
  private long lastKeyframeMicros;
  private long lastRequestMicros = Long.MIN_VALUE / 2;
  private long firstRequestMicros;
  private int unanswered;
  private int ignored;
  private boolean proven;
  private boolean wanted;
  private final long[] answers = new long[ANSWERS];
  private final long[] leads = new long[ANSWERS];
  private int answered;

  /**
   * A cadence for a publish that begins now.
   *
   * @param askable whether its publisher can be asked at all; nothing is ever due else
   */
  public KeyframeCadence(long nowMicros, boolean askable) {
    this.askable = askable;
    this.lastKeyframeMicros = nowMicros;
  }

  /** A keyframe has arrived that was captured then, in table time. */
  public void onKeyframe(long captureMicros, long nowMicros) {
    boolean first = !own.begun();
    boolean soon = unanswered > 0 && nowMicros - lastRequestMicros <= THROTTLE_MICROS;
    boolean single = soon && unanswered == 1;
    long after = unanswered == 0 ? OwnKeyframes.UNASKED : firstRequestMicros - lastKeyframeMicros;
    boolean overdue = single && after >= SEGMENT_MICROS;
    OwnKeyframes.Origin origin = own.keyframe(after, single, overdue, captureMicros, nowMicros);
    if (origin == OwnKeyframes.Origin.ANSWER) {
      proven |= !overdue;
      leads[answered % ANSWERS] = captureMicros - lastRequestMicros;
      answers[answered++ % ANSWERS] = nowMicros - lastRequestMicros;
    } else if (overdue && origin == OwnKeyframes.Origin.OWN && !proven) {
      // What seemed to be answers before was a cadence slower than a segment.
      Arrays.fill(answers, 0);
      answered = 0;
    }
    if (first || (soon && origin != OwnKeyframes.Origin.OWN)) {
      ignored = 0;
    }
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
    if (!askable || !needed || nowMicros - lastRequestMicros < THROTTLE_MICROS) {
      return false;
    }
    lastRequestMicros = nowMicros;
    if (unanswered++ == 0) {
      firstRequestMicros = nowMicros;
    } else {
      ignored++;
    }
    return true;
  }

  /**
   * How long the source takes from a request to its keyframe (p95 of the last ones), 0 before any.
   */
  public long answerMicros() {
    return Arrays.stream(answers).max().orElse(0);
  }

  /**
   * How long after a request the picture that answers it is captured at least (of the last ones), 0
   * before any and where it was not after it: what is asked for so much before a moment is captured
   * then or a little later.
   */
  public long leadMicros() {
    int known = Math.min(answered, ANSWERS);
    return Math.max(0, Arrays.stream(leads, 0, known).min().orElse(0));
  }

  /** Whether somebody needs one that has not been asked for or has not come. */
  public boolean wanted() {
    return wanted;
  }

  /** When a keyframe can be had. */
  public Outlook outlook() {
    if (!askable) {
      return Outlook.NONE;
    }
    long answer = irregular() ? 0 : answerMicros();
    boolean pending = answer > 0 && unanswered > 0;
    return new Outlook(
        answer,
        lastRequestMicros + THROTTLE_MICROS,
        pending ? lastRequestMicros + answer : Outlook.NEVER);
  }

  /** Whether the source ignores requests; one that cannot be asked does not. */
  public boolean irregular() {
    return ignored >= UNANSWERED_LIMIT;
  }
}
