package dev.croupier.time.estimate;

import java.util.Arrays;
import java.util.Optional;

/**
 * Estimates table time from exchanges with a time server, and always says how wrong it may be.
 *
 * <p>Each exchange tells two things for certain: the offset is at most {@code T2 - T1} and at least
 * {@code T3 - T4}, as no packet arrives before it was sent. All of them together, each widened by
 * the drift since, leave an interval that holds the truth; the bound is the way to its farther end.
 * Within it the estimate is half the difference of the two lower envelopes of delay, or the median
 * of offsets, whichever varies less between parts of the samples.
 *
 * <p>Not thread-safe: one owner. Pure: reads no clock. The TypeScript estimator is the same
 * algorithm, with the same constants and vectors.
 */
public final class ClockEstimator {
  /** Samples kept; the oldest goes first. */
  public static final int CAPACITY = 256;

  /** Samples older than this are forgotten, microseconds. */
  public static final long MAX_AGE_MICROS = 300_000_000;

  /**
   * The most by which two clocks drift apart, parts per million: twice what quartz does at worst.
   */
  public static final double MAX_DRIFT_PPM = 200;

  /** A shorter span tells nothing of drift, microseconds. */
  private static final long MIN_DRIFT_SPAN_MICROS = 5_000_000;

  /** Weight against drift: what it must gain, as a share of what it moves over the span. */
  private static final double DRIFT_RELUCTANCE = 0.25;

  /** Parts into which the samples are dealt to see which estimator varies less. */
  private static final int PARTS = 8;

  /** Fewer samples say nothing of variance: the envelope is taken. */
  private static final int MIN_FOR_CHOICE = 4 * PARTS;

  /** How much less the median must vary to be preferred: a ratio of variances. */
  private static final double MEDIAN_ADVANTAGE = 0.5;

  private static final int SEARCH_STEPS = 48;

  private final TimeSample[] ring = new TimeSample[CAPACITY];
  private int next;
  private int count;

  /** What became of a sample. */
  public enum Verdict {
    /** It counts. */
    TAKEN,
    /** It cannot be true by itself, and is left out. */
    IMPLAUSIBLE,
    /**
     * It contradicts the earlier ones: the local clock stepped or slept. They are forgotten and it
     * is the first of the new ones.
     */
    RESTARTED
  }

  /** Adds an exchange; later ones have a later {@code t4}. */
  public Verdict add(TimeSample sample) {
    if (!sample.isPlausible()) {
      return Verdict.IMPLAUSIBLE;
    }
    boolean contradicts = count > 0 && contradicts(sample);
    if (contradicts) {
      reset();
    }
    ring[next] = sample;
    next = (next + 1) % CAPACITY;
    count = Math.min(count + 1, CAPACITY);
    return contradicts ? Verdict.RESTARTED : Verdict.TAKEN;
  }

  /** Forgets everything: after a sleep, or when the server's clock became another one. */
  public void reset() {
    Arrays.fill(ring, null);
    next = 0;
    count = 0;
  }

  /**
   * What is known at a moment of the local clock; empty before the first exchange, and when all are
   * too old.
   */
  public Optional<Estimate> estimate(long localNowMicros) {
    TimeSample[] samples = recent(localNowMicros);
    if (samples.length == 0) {
      return Optional.empty();
    }
    double drift = drift(samples);
    double[] forward = new double[samples.length];
    double[] backward = new double[samples.length];
    double upper = Double.POSITIVE_INFINITY;
    double lower = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < samples.length; i++) {
      TimeSample sample = samples[i];
      double age = localNowMicros - sample.at();
      forward[i] = sample.forward() + drift * age;
      backward[i] = sample.backward() - drift * age;
      upper = Math.min(upper, sample.forward() + widening(localNowMicros, sample));
      lower = Math.max(lower, -sample.backward() - widening(localNowMicros, sample));
    }
    boolean median = prefersMedian(forward, backward);
    double raw = median ? median(forward, backward) : envelope(forward, backward, 0, 1);
    long offset = Math.round(Math.clamp(raw, lower, upper));
    double bound = Math.max(upper - offset, offset - lower);
    return Optional.of(
        new Estimate(
            offset,
            (long) Math.ceil(bound),
            drift * 1e6,
            median ? Estimate.Method.MEDIAN : Estimate.Method.ENVELOPE,
            samples.length));
  }

  /** What an old sample's limits are worth less now: the server's error and the drift since. */
  private static double widening(long localNowMicros, TimeSample sample) {
    // The limits of one sample hold at T1 and at T4: the older of the two counts.
    return sample.serverError() + MAX_DRIFT_PPM * 1e-6 * Math.max(0, localNowMicros - sample.t1());
  }

  private boolean contradicts(TimeSample sample) {
    for (int i = 0; i < count; i++) {
      TimeSample earlier = ring[i];
      double slack = widening(sample.t4(), earlier) + widening(sample.t4(), sample);
      if (sample.forward() + slack < -earlier.backward()
          || -sample.backward() - slack > earlier.forward()) {
        return true;
      }
    }
    return false;
  }

  private TimeSample[] recent(long localNowMicros) {
    TimeSample[] samples = new TimeSample[count];
    int n = 0;
    for (int i = 0; i < count; i++) {
      TimeSample sample = ring[(next - count + i + CAPACITY) % CAPACITY];
      if (localNowMicros - sample.t4() <= MAX_AGE_MICROS) {
        samples[n++] = sample;
      }
    }
    return Arrays.copyOf(samples, n);
  }

  /**
   * The drift, table seconds per local second minus 1, that leaves the widest gap between the two
   * envelopes: any other one tilts both and lets some sample stick out. The gap is a concave
   * function of the drift, so the search narrows by thirds.
   */
  private static double drift(TimeSample[] samples) {
    long first = samples[0].at();
    long span = samples[samples.length - 1].at() - first;
    if (span < MIN_DRIFT_SPAN_MICROS) {
      return 0;
    }
    double low = -MAX_DRIFT_PPM * 1e-6;
    double high = -low;
    for (int step = 0; step < SEARCH_STEPS; step++) {
      double a = low + (high - low) / 3;
      double b = high - (high - low) / 3;
      if (gap(samples, first, a) - DRIFT_RELUCTANCE * Math.abs(a) * span
          < gap(samples, first, b) - DRIFT_RELUCTANCE * Math.abs(b) * span) {
        low = a;
      } else {
        high = b;
      }
    }
    return (low + high) / 2;
  }

  private static double gap(TimeSample[] samples, long first, double drift) {
    double forward = Double.POSITIVE_INFINITY;
    double backward = Double.POSITIVE_INFINITY;
    for (TimeSample sample : samples) {
      double moved = drift * (sample.at() - first);
      forward = Math.min(forward, sample.forward() - moved);
      backward = Math.min(backward, sample.backward() + moved);
    }
    return forward + backward;
  }

  private static boolean prefersMedian(double[] forward, double[] backward) {
    if (forward.length < MIN_FOR_CHOICE) {
      return false;
    }
    double[] envelopes = new double[PARTS];
    double[] medians = new double[PARTS];
    for (int part = 0; part < PARTS; part++) {
      envelopes[part] = envelope(forward, backward, part, PARTS);
      medians[part] = median(every(forward, part), every(backward, part));
    }
    return variance(medians) < MEDIAN_ADVANTAGE * variance(envelopes);
  }

  /**
   * Half the difference of the least delays, over every {@code step}th sample from {@code from}.
   */
  private static double envelope(double[] forward, double[] backward, int from, int step) {
    double leastForward = Double.POSITIVE_INFINITY;
    double leastBackward = Double.POSITIVE_INFINITY;
    for (int i = from; i < forward.length; i += step) {
      leastForward = Math.min(leastForward, forward[i]);
      leastBackward = Math.min(leastBackward, backward[i]);
    }
    return (leastForward - leastBackward) / 2;
  }

  private static double median(double[] forward, double[] backward) {
    double[] offsets = new double[forward.length];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = (forward[i] - backward[i]) / 2;
    }
    Arrays.sort(offsets);
    int middle = offsets.length / 2;
    return offsets.length % 2 == 1 ? offsets[middle] : (offsets[middle - 1] + offsets[middle]) / 2;
  }

  private static double[] every(double[] values, int from) {
    double[] part = new double[(values.length - from + PARTS - 1) / PARTS];
    for (int i = 0; i < part.length; i++) {
      part[i] = values[from + i * PARTS];
    }
    return part;
  }

  private static double variance(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum / (values.length - 1);
  }
}
