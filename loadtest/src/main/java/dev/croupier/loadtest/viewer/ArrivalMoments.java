package dev.croupier.loadtest.viewer;

import dev.croupier.loadtest.plan.Arrivals;
import java.util.random.RandomGenerator;

/**
 * When clients come by themselves: a Poisson process whose mean rate is constant or rises. Pure;
 * one thread.
 */
final class ArrivalMoments {
  private static final double MICROS = 1e6;

  private final Arrivals arrivals;
  private final RandomGenerator random;

  /** The sum of the rate over time up to the last arrival: arrivals that were to be expected. */
  private double expected;

  /**
   * Moments from 0 on.
   *
   * @param arrivals {@code CONSTANT} or {@code RAMP}
   */
  ArrivalMoments(Arrivals arrivals, RandomGenerator random) {
    this.arrivals = arrivals;
    this.random = random;
  }

  /** The next one, microseconds since the beginning. */
  long nextMicros() {
    expected -= Math.log(1 - random.nextDouble());
    return Math.round(secondsUntil(expected) * MICROS);
  }

  /** When so many arrivals are to be expected: the inverse of the rate's sum over time. */
  private double secondsUntil(double count) {
    return switch (arrivals.model()) {
      case CONSTANT -> count / arrivals.perSecond();
      case RAMP -> ramp(count);
      case STAMPEDE -> throw new IllegalArgumentException("a stampede is not for viewers");
    };
  }

  private double ramp(double count) {
    double from = arrivals.perSecond();
    double to = arrivals.toPerSecond();
    double whileRising = (from + to) / 2 * arrivals.seconds();
    if (count >= whileRising) {
      return arrivals.seconds() + (count - whileRising) / to;
    }
    double slope = (to - from) / arrivals.seconds();
    // from·t + slope·t²/2 = count, in the form that survives a slope of zero.
    return 2 * count / (from + Math.sqrt(from * from + 2 * slope * count));
  }
}
