package dev.croupier.loadtest.report;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What a series of durations looks like: percentiles, how sure they are, and the curve between.
 * Milliseconds; of an empty series all are 0.
 */
final class Spread {
  /** Two-sided 95 % of the normal distribution. */
  private static final double Z = 1.96;

  /** Twenty points for each ten times fewer values above, as percentile plots use. */
  private static final int POINTS_PER_DECADE = 20;

  /**
   * The range in which a percentile lies in 95 of 100 repetitions, if values are independent.
   *
   * @param lowMs its lower end
   * @param highMs its upper end; infinite where so few values say nothing of it
   */
  record Range(double lowMs, double highMs) {
    /** Whether they share no value. */
    boolean apart(Range other) {
      return lowMs > other.highMs || highMs < other.lowMs;
    }
  }

  /**
   * A point of the curve.
   *
   * @param percent of the values that are not above, 0–100
   */
  record Point(double percent, double ms) {}

  private final Histogram histogram;

  Spread(Histogram histogram) {
    this.histogram = histogram;
  }

  long count() {
    return histogram.getTotalCount();
  }

  double minMs() {
    return count() == 0 ? 0 : histogram.getMinValue() / 1_000.0;
  }

  double meanMs() {
    return count() == 0 ? 0 : histogram.getMean() / 1_000.0;
  }

  double maxMs() {
    return histogram.getMaxValue() / 1_000.0;
  }

  double ms(double percent) {
    return histogram.getValueAtPercentile(percent) / 1_000.0;
  }

  /**
   * How sure a percentile is, whatever the distribution: the values whose ranks are the binomial
   * count's mean ± 1.96 standard deviations.
   */
  Range range(double percent) {
    double n = count();
    double q = percent / 100;
    double wide = n == 0 ? 1 : Z * Math.sqrt(q * (1 - q) / n);
    return new Range(
        q - wide < 0 ? 0 : ms((q - wide) * 100),
        q + wide > 1 ? Double.POSITIVE_INFINITY : ms((q + wide) * 100));
  }

  /** The curve up to the last percentile that at least one value lies above. */
  List<Point> curve() {
    List<Point> points = new ArrayList<>();
    if (count() == 0) {
      return points;
    }
    for (int i = 0; ; i++) {
      double above = Math.pow(10, -(double) i / POINTS_PER_DECADE);
      double percent = 100 * (1 - above);
      points.add(new Point(percent, ms(percent)));
      if (above * count() <= 1 || i >= 6 * POINTS_PER_DECADE) {
        return points;
      }
    }
  }
}
