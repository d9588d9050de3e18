package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.program.GopCache;

/**
 * How a viewer gets its first picture. Pure.
 *
 * <p>A keyframe that comes at once costs nothing more than itself, so it is waited for. Else the
 * pictures since the last one are sent faster than they were made, as long as that takes little
 * time; but where many wait, one keyframe for all is cheaper than as many bursts, unless the last
 * one is so young that a burst is hardly more than it.
 */
enum JoinPlan {
  /** The next keyframe is near: begin there. */
  START_ON_NEXT,

  /** Send the pictures since the last keyframe, faster than they were made. */
  CATCH_UP,

  /** Ask the source for a keyframe, and begin there. */
  ASK;

  /**
   * A keyframe expected within this is waited for although one could catch up: 60 ms, about what
   * catching up takes at best.
   */
  static final long NEAR_MICROS = 60_000;

  /** Where one cannot catch up, a keyframe within this is waited for without asking: 300 ms. */
  static final long SOON_MICROS = 300_000;

  /** Catching up must be possible within this: 300 ms. */
  static final long CATCH_UP_MICROS = 300_000;

  /** Catching up within this is worth it even where many wait: 100 ms. */
  static final long SHORT_MICROS = 100_000;

  /** When more than so many wait, a source that answers is asked. */
  static final int MANY = 20;

  /** A source that takes longer than this to answer is not worth asking for many: 1 s. */
  static final long ANSWERS_MICROS = 1_000_000;

  /**
   * The least pace of catching up: 40 Mbit/s. What the viewer tells comes too late to raise a
   * slower one in time, and a line of 20 Mbit/s takes it nearly as well (figures in docs/join.md).
   */
  static final long LEAST_PACE = 40_000_000;

  /** The pace never rises above this by itself: 60 Mbit/s. */
  static final long MOST_PACE = 60_000_000;

  /** A queue of up to this before the viewer is none, and the pace may rise: 5 ms. */
  static final long NO_QUEUE_MICROS = 5_000;

  /** Above this the path is too narrow for the pace: 15 ms. */
  static final long QUEUE_MICROS = 15_000;

  /** The pace of catching up is so many times the stream's. */
  static final int PACE_FACTOR = 4;

  /**
   * What is known when a viewer comes.
   *
   * @param nextMicros until the next keyframe without anybody asking, or {@link GopCache#UNKNOWN}
   * @param answerMicros until one that is asked for now, or {@link GopCache#UNKNOWN}
   * @param cachedBits of the pictures since the last keyframe; 0 for none
   * @param paceBits a second at which they may be sent; 0 where the budget is spent, or catching up
   *     is not wanted
   * @param waiting viewers without a live picture yet, this one among them
   */
  record Facts(long nextMicros, long answerMicros, long cachedBits, long paceBits, int waiting) {
    private boolean caughtUpWithin(long micros) {
      return cachedBits > 0 && cachedBits * 1_000_000 <= paceBits * micros;
    }
  }

  /** What is best. */
  static JoinPlan of(Facts facts) {
    if (facts.nextMicros <= NEAR_MICROS) {
      return START_ON_NEXT;
    }
    if (facts.waiting > MANY && facts.answerMicros <= ANSWERS_MICROS) {
      return facts.caughtUpWithin(Math.min(SHORT_MICROS, facts.answerMicros)) ? CATCH_UP : ASK;
    }
    if (facts.caughtUpWithin(CATCH_UP_MICROS)) {
      return CATCH_UP;
    }
    return facts.nextMicros <= SOON_MICROS ? START_ON_NEXT : ASK;
  }

  /**
   * The pace to go on with, when the viewer has told what arrived.
   *
   * @param paceBits the pace so far
   * @param streamBits the stream's rate
   * @param pathBits what the viewer's path is thought to carry
   * @param queueMicros what waits before it
   */
  static long nextPace(long paceBits, long streamBits, long pathBits, long queueMicros) {
    if (queueMicros > QUEUE_MICROS) {
      return Math.clamp(pathBits, streamBits + streamBits / 4, Math.max(paceBits, 2 * streamBits));
    }
    return queueMicros > NO_QUEUE_MICROS
        ? paceBits
        : Math.max(paceBits, Math.min(2 * paceBits, MOST_PACE));
  }

  /** Bits a second at which a stream of this rate is caught up with. */
  static long paceBits(long streamBits) {
    return Math.max(LEAST_PACE, PACE_FACTOR * streamBits);
  }
}
