package dev.croupier.gateway.media.webrtc;

/**
 * How much the way to one viewer carries, in bit/s: a delay-based and a loss-based controller, the
 * lower of which counts (draft-ietf-rmcat-gcc-02 sections 5.5 and 6). Pure; the session's event
 * loop; no allocation after construction.
 *
 * <p>Two things differ from the draft, because what is sent here cannot be made smaller, only left
 * out. The loss-based bound moves down above 20 % instead of 10 % and up below 10 % instead of 2 %,
 * and never below what arrives: what a retransmission repairs is not worth a still picture. And a
 * burst of a picture's packets is a measurement of the path (packet-train dispersion): after a time
 * of leaving pictures out nothing else could tell that there is room again.
 */
final class BandwidthEstimate {
  /** Nothing is known yet: the viewer's path is taken to be wide enough. */
  static final long UNKNOWN = -1;

  /** The estimate's bounds. */
  static final long MIN_BPS = 50_000;

  static final long MAX_BPS = 100_000_000;

  /** Decrease factor of the delay-based controller (GCC's beta). */
  private static final double DECREASE = 0.85;

  /** An overuse after so long without one may be a moment's standstill: to what arrives, 5 s. */
  private static final long QUIET_MICROS = 5_000_000;

  /** After so long without overuse and with headroom the path is taken to be wide again, 10 s. */
  private static final long WIDE_MICROS = 10_000_000;

  /** Increase per second (GCC's eta). */
  private static final double INCREASE_PER_SECOND = 1.08;

  /** The estimate does not rise above this multiple of what arrives, and a little. */
  private static final double HEADROOM = 1.5;

  private static final long HEADROOM_BPS = 10_000;

  /** A queue of up to this is none, 50 ms; a longer one is to be gone within 2 s. */
  private static final double SHORT_QUEUE_MICROS = 50_000;

  private static final double DRAIN_MICROS = 2_000_000;

  /** While a queue empties so much of the rate is used at least. */
  private static final double LEAST_SHARE = 0.3;

  /** One overuse is one decrease: the next one not before the queue could have answered. */
  private static final long DECREASE_PAUSE_MICROS = 500_000;

  /** Losses are judged over this time, 1 s, and over so many packets at least. */
  private static final long LOSS_MICROS = 1_000_000;

  private static final int LOSS_PACKETS = 20;

  /** Loss below which the loss-based bound rises, and above which it falls. */
  private static final double LITTLE_LOSS = 0.10;

  private static final double MUCH_LOSS = 0.20;

  /** Packets of one moment that make a train. */
  private static final int TRAIN_PACKETS = 10;

  /** A train that arrives within this time tells only that the path is faster. */
  private static final long SHORTEST_TRAIN_MICROS = 2_000;

  /** After an overuse trains are not believed for this long; doubled while they mislead. */
  private static final long FIRST_DOUBT_MICROS = 2_000_000;

  private static final long LAST_DOUBT_MICROS = 32_000_000;

  private final DelayTrend trend = new DelayTrend();
  private final AckedRate acked = new AckedRate();
  private double delayBound = UNKNOWN;
  private double lossBound = MAX_BPS;
  private boolean narrow;
  private long changedMicros = Long.MIN_VALUE / 2;
  private long decreasedMicros = Long.MIN_VALUE / 2;
  private long jumpedMicros = Long.MIN_VALUE / 2;
  private long doubtMicros = FIRST_DOUBT_MICROS;
  private long lossSinceMicros = Long.MIN_VALUE;
  private int arrived;
  private int missing;
  private double loss;
  private long trainSent = Long.MIN_VALUE;
  private int trainPackets;
  private long trainBytes;
  private long trainFirst;
  private long trainLast;
  private double trainBps = UNKNOWN;

  /** A packet arrived, in the order of sending but for late ones. */
  void arrived(long sentMicros, long arrivalMicros, int bytes) {
    arrived++;
    acked.arrived(arrivalMicros, bytes);
    trend.arrived(sentMicros, arrivalMicros);
    train(sentMicros, arrivalMicros, bytes);
  }

  /** A packet is missing. */
  void missing() {
    missing++;
  }

  /** A packet that was missing came after all. */
  void cameLate() {
    missing = Math.max(0, missing - 1);
  }

  /**
   * A feedback is at its end.
   *
   * @param rttMicros round trip, or -1
   * @param limited whether frames are left out by this estimate: less is sent than there is
   */
  void update(long rttMicros, boolean limited, long nowMicros) {
    updateLoss(nowMicros);
    long rate = acked.bitsPerSecond();
    if (rate < 0) {
      return;
    }
    if (delayBound == UNKNOWN) {
      delayBound = bounded(HEADROOM * rate + HEADROOM_BPS);
      changedMicros = nowMicros;
    }
    switch (trend.signal()) {
      case OVERUSE -> decrease(rate, rttMicros, nowMicros);
      case NORMAL -> {
        increase(rate, limited, nowMicros);
        narrow &= limited || nowMicros - decreasedMicros < WIDE_MICROS || lossBound < delayBound;
      }
      case UNDERUSE -> {
        // The queue empties: wait until it has.
      }
    }
    changedMicros = nowMicros;
    trainBps = UNKNOWN;
  }

  /** The path was dead for a while: what was lost meanwhile says nothing about its width. */
  void outage(long nowMicros) {
    trend.clear();
    acked.clear();
    arrived = 0;
    missing = 0;
    lossSinceMicros = nowMicros;
    changedMicros = nowMicros;
    trainPackets = 0;
    trainSent = Long.MIN_VALUE;
  }

  /** What may be sent in bit/s so that the queue stays short, or {@link #UNKNOWN}. */
  long bitsPerSecond() {
    if (delayBound == UNKNOWN) {
      return UNKNOWN;
    }
    double bound = Math.min(delayBound, lossBound);
    double standing = Math.max(0, trend.queueMicros() - SHORT_QUEUE_MICROS);
    return (long) bounded(bound * Math.max(1 - standing / DRAIN_MICROS, LEAST_SHARE));
  }

  /**
   * Whether the path was found to carry no more than that. Before, and when nothing has pointed to
   * it any more for 10 s, the estimate is only what the little that is sent has proved: a slate
   * proves no more than 200 kbit/s, and a camera may come on air at any time.
   */
  boolean narrow() {
    return narrow;
  }

  /** What arrived over the last half second in bit/s, or -1. */
  long ackedBitsPerSecond() {
    return acked.bitsPerSecond();
  }

  /** Share of packets that did not arrive at their first sending, over about a second. */
  double loss() {
    return loss;
  }

  /** How long the queue before the viewer is, in time. */
  long queueMicros() {
    return trend.queueMicros();
  }

  /** Whether more is sent than gets through. */
  boolean overused() {
    return trend.signal() == DelayTrend.Signal.OVERUSE;
  }

  private void decrease(long rate, long rttMicros, long nowMicros) {
    if (nowMicros - decreasedMicros < DECREASE_PAUSE_MICROS + Math.max(0, rttMicros)) {
      return;
    }
    if (nowMicros - jumpedMicros < doubtMicros + FIRST_DOUBT_MICROS) {
      doubtMicros = Math.min(2 * doubtMicros, LAST_DOUBT_MICROS);
      jumpedMicros = Long.MIN_VALUE / 2;
    }
    double factor = nowMicros - decreasedMicros > QUIET_MICROS ? 1 : DECREASE;
    decreasedMicros = nowMicros;
    narrow = true;
    delayBound = bounded(Math.min(delayBound, factor * rate));
  }

  private void increase(long rate, boolean limited, long nowMicros) {
    double seconds = Math.min((nowMicros - changedMicros) / 1e6, 1);
    double grown = delayBound * Math.pow(INCREASE_PER_SECOND, seconds);
    double cap = HEADROOM * rate + HEADROOM_BPS;
    boolean believed = nowMicros - decreasedMicros > doubtMicros;
    if (!narrow) {
      delayBound = bounded(Math.max(delayBound, cap));
    } else if (limited && believed && DECREASE * trainBps > delayBound) {
      delayBound = bounded(Math.min(DECREASE * trainBps, 2 * delayBound));
      jumpedMicros = nowMicros;
    } else {
      delayBound = bounded(Math.max(delayBound, Math.min(grown, cap)));
    }
  }

  private void updateLoss(long nowMicros) {
    if (lossSinceMicros == Long.MIN_VALUE) {
      lossSinceMicros = nowMicros;
    }
    if (nowMicros - lossSinceMicros < LOSS_MICROS || arrived + missing < LOSS_PACKETS) {
      return;
    }
    loss = (double) missing / (arrived + missing);
    double now = Math.min(lossBound, delayBound == UNKNOWN ? MAX_BPS : delayBound);
    if (loss > MUCH_LOSS) {
      double floor = Math.max(acked.bitsPerSecond(), MIN_BPS);
      narrow = true;
      lossBound = bounded(Math.min(lossBound, Math.max(now * (1 - loss / 2), floor)));
    } else if (loss < LITTLE_LOSS) {
      lossBound = bounded(lossBound * INCREASE_PER_SECOND);
    }
    arrived = 0;
    missing = 0;
    lossSinceMicros = nowMicros;
  }

  private void train(long sentMicros, long arrivalMicros, int bytes) {
    if (sentMicros == trainSent) {
      trainPackets++;
      trainBytes += bytes;
      trainFirst = Math.min(trainFirst, arrivalMicros);
      trainLast = Math.max(trainLast, arrivalMicros);
      return;
    }
    if (trainPackets >= TRAIN_PACKETS) {
      long took = Math.max(trainLast - trainFirst, SHORTEST_TRAIN_MICROS);
      // The first packet's own time on the line is not in between.
      double between = (double) trainBytes * (trainPackets - 1) / trainPackets;
      trainBps = Math.max(trainBps, between * 8e6 / took);
    }
    trainSent = sentMicros;
    trainPackets = 1;
    trainBytes = bytes;
    trainFirst = arrivalMicros;
    trainLast = arrivalMicros;
  }

  private static double bounded(double bps) {
    return Math.clamp(bps, MIN_BPS, MAX_BPS);
  }
}
