package dev.croupier.loadtest.measure;

import org.HdrHistogram.Histogram;

/** Durations of one kind, kept so that their tail is not lost: microseconds, up to an hour. */
public final class Series {
  /** One hour; longer ones count as this. */
  private static final long HIGHEST_MICROS = 3_600_000_000L;

  private static final int DIGITS = 3;

  private final Histogram histogram = new Histogram(HIGHEST_MICROS, DIGITS);

  /**
   * A series in short, in milliseconds; of none all are 0.
   *
   * @param count how many there were
   */
  public record Summary(
      long count,
      double min,
      double mean,
      double p50,
      double p95,
      double p99,
      double p999,
      double max) {}

  /** Adds one; a negative one, which clocks can make, counts as 0. */
  public synchronized void record(long micros) {
    histogram.recordValue(Math.clamp(micros, 0, HIGHEST_MICROS));
  }

  /** How many there are. */
  public synchronized long count() {
    return histogram.getTotalCount();
  }

  /** The value below which this share (0–100) lies, milliseconds. */
  public synchronized double percentileMs(double percent) {
    return histogram.getValueAtPercentile(percent) / 1_000.0;
  }

  /** A copy of all there is, microseconds. */
  public synchronized Histogram histogram() {
    return histogram.copy();
  }

  /** The same under a name, for a {@link Section}. */
  public Section.Named named(String key, String label) {
    return new Section.Named(key, label, histogram());
  }

  /** The series in short. */
  public synchronized Summary summary() {
    boolean none = histogram.getTotalCount() == 0;
    return new Summary(
        histogram.getTotalCount(),
        none ? 0 : histogram.getMinValue() / 1_000.0,
        none ? 0 : histogram.getMean() / 1_000.0,
        percentileMs(50),
        percentileMs(95),
        percentileMs(99),
        percentileMs(99.9),
        histogram.getMaxValue() / 1_000.0);
  }
}
