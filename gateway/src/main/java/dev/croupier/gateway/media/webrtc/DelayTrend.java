package dev.croupier.gateway.media.webrtc;

/**
 * Whether the queue before a viewer grows: the overuse detector of a delay-based controller
 * (draft-ietf-rmcat-gcc-02 section 5, with the linear regression that libwebrtc puts in place of
 * the Kalman filter). Pure; one thread; no allocation after construction.
 *
 * <p>It looks at the least one-way delay of each 50 ms of sending instead of groups of packets: our
 * pictures leave as bursts that no pacer spreads, and the last packet of a keyframe is always late,
 * but a queue that only a burst has made is empty again before the least delay sees it. Jitter is
 * taken off by the same minimum.
 */
final class DelayTrend {
  /** What the queue does. */
  enum Signal {
    /** It neither grows nor shrinks. */
    NORMAL,
    /** It grows, or stands higher than {@link #STANDING_MICROS}: more is sent than gets through. */
    OVERUSE,
    /** It shrinks. */
    UNDERUSE
  }

  /** Least delays are taken over this much time of sending. */
  static final long BIN_MICROS = 50_000;

  /** The regression goes over so many of them, 600 ms. */
  static final int BINS = 12;

  /** A queue of this much above the least delay known is too long even if it does not grow. */
  static final long STANDING_MICROS = 300_000;

  /** The least delay is remembered for one to two times this long, 10 s: paths change. */
  private static final long BASE_MICROS = 10_000_000;

  /** Rise over the window that is overuse at first (GCC's del_var_th(0)), and its bounds. */
  private static final double THRESHOLD_MICROS = 12_500;

  private static final double MIN_THRESHOLD_MICROS = 6_000;
  private static final double MAX_THRESHOLD_MICROS = 600_000;

  /**
   * How fast the threshold follows a rise above it and below it, 1/ms. Up a tenth of GCC's K_u: the
   * standard error keeps jitter off already; this is for TCP flows that fill the same queue.
   */
  private static final double FOLLOW_UP = 0.001;

  private static final double FOLLOW_DOWN = 0.00018;

  /** A rise so far above the threshold is a change of the path and does not move it. */
  private static final double OUTLIER_MICROS = 15_000;

  /**
   * The rise must last for so many bins, the last of which must not be lower than the one before.
   */
  private static final int LASTING_BINS = 3;

  /** A rise counts from so many of its standard errors on: what jitter scatters is no trend. */
  private static final double CERTAIN = 4;

  /** Fewer bins say nothing. */
  private static final int FEWEST_BINS = 4;

  private static final long NONE = Long.MAX_VALUE;

  private final long[] times = new long[BINS];
  private final long[] delays = new long[BINS];
  private int bins;
  private long openBin = Long.MIN_VALUE;
  private long openDelay = NONE;
  private double threshold = THRESHOLD_MICROS;
  private double rise;
  private double riseError;
  private int lasting;
  private Signal signal = Signal.NORMAL;
  private long base = NONE;
  private long nextBase = NONE;
  private long baseSince;

  /** A packet arrived; the clocks of sending and arrival have any offset. */
  void arrived(long sentMicros, long arrivalMicros) {
    long bin = Math.floorDiv(sentMicros, BIN_MICROS);
    long delay = arrivalMicros - sentMicros;
    if (bin > openBin) {
      close();
      openBin = bin;
      openDelay = delay;
    } else if (bin == openBin) {
      openDelay = Math.min(openDelay, delay);
    }
  }

  /** What the queue does now. */
  Signal signal() {
    return signal;
  }

  /** How long the queue is, in time: the latest least delay above the least one known. */
  long queueMicros() {
    return bins == 0 ? 0 : delays[(bins - 1) % BINS] - base;
  }

  /** Forgets the course of the delay, as after an outage; not how long the path is. */
  void clear() {
    bins = 0;
    openBin = Long.MIN_VALUE;
    openDelay = NONE;
    lasting = 0;
    signal = Signal.NORMAL;
  }

  private void close() {
    if (openDelay == NONE) {
      return;
    }
    long time = openBin * BIN_MICROS;
    long before = bins == 0 ? openDelay : delays[(bins - 1) % BINS];
    long passed = bins == 0 ? BIN_MICROS : time - times[(bins - 1) % BINS];
    times[bins % BINS] = time;
    delays[bins % BINS] = openDelay;
    bins++;
    noteBase(time);
    if (bins >= FEWEST_BINS) {
      regress();
      judge(openDelay >= before, passed);
    }
  }

  private void noteBase(long time) {
    if (base == NONE || time - baseSince > BASE_MICROS) {
      base = nextBase;
      nextBase = NONE;
      baseSince = time;
    }
    nextBase = Math.min(nextBase, openDelay);
    base = Math.min(base, openDelay);
  }

  private void judge(boolean notFalling, long passedMicros) {
    boolean grows = rise > threshold && rise > CERTAIN * riseError;
    boolean stands = queueMicros() > STANDING_MICROS && rise > -threshold;
    lasting = (grows || stands) && notFalling ? lasting + 1 : 0;
    if (lasting >= LASTING_BINS) {
      signal = Signal.OVERUSE;
    } else if (rise < -threshold) {
      signal = Signal.UNDERUSE;
    } else {
      signal = Signal.NORMAL;
    }
    double size = Math.abs(rise);
    if (size <= threshold + OUTLIER_MICROS) {
      double follow = size > threshold ? FOLLOW_UP : FOLLOW_DOWN;
      double passedMillis = Math.min(passedMicros / 1_000.0, 100);
      threshold += follow * (size - threshold) * passedMillis;
      threshold = Math.clamp(threshold, MIN_THRESHOLD_MICROS, MAX_THRESHOLD_MICROS);
    }
  }

  /** By how much the delay rises over a whole window at the slope of the regression, µs. */
  private void regress() {
    int n = Math.min(bins, BINS);
    int from = bins - n;
    double meanTime = 0;
    double meanDelay = 0;
    long origin = delays[from % BINS];
    long start = times[from % BINS];
    for (int i = from; i < bins; i++) {
      meanTime += times[i % BINS] - start;
      meanDelay += delays[i % BINS] - origin;
    }
    meanTime /= n;
    meanDelay /= n;
    double products = 0;
    double squares = 0;
    double spread = 0;
    for (int i = from; i < bins; i++) {
      double time = times[i % BINS] - start - meanTime;
      double delay = delays[i % BINS] - origin - meanDelay;
      products += time * delay;
      squares += time * time;
      spread += delay * delay;
    }
    double slope = products / squares;
    double residue = Math.max(0, spread - slope * products);
    rise = slope * n * BIN_MICROS;
    riseError = Math.sqrt(residue / (n - 2) / squares) * n * BIN_MICROS;
  }
}
