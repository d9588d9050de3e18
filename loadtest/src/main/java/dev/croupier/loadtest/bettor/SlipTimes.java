package dev.croupier.loadtest.bettor;

import dev.croupier.loadtest.plan.Arrivals;
import java.util.SplittableRandom;

/**
 * When one bettor's slips are meant to go out in one round: open arrivals at random whose rate may
 * change, drawn by thinning (Lewis and Shedler 1979). One thread; local time, µs.
 */
final class SlipTimes {
  /** Without a stampede none is meant for the last half second: what is late says nothing. */
  static final long MARGIN_MICROS = 500_000;

  /** In a stampede people click a moment too late, too: these must be refused. */
  static final long OVERRUN_MICROS = 100_000;

  private static final double MICROS = 1e6;

  private final Arrivals arrivals;
  private final long runFromMicros;
  private final long closesMicros;
  private final SplittableRandom random;

  /**
   * Times of a round.
   *
   * @param runFromMicros the run's beginning, from which a ramp rises
   * @param closesMicros when the round's betting closes
   */
  SlipTimes(Arrivals arrivals, long runFromMicros, long closesMicros, SplittableRandom random) {
    this.arrivals = arrivals;
    this.runFromMicros = runFromMicros;
    this.closesMicros = closesMicros;
    this.random = random;
  }

  /** The next moment after another; {@code Long.MAX_VALUE} if there is none before the end. */
  long after(long micros) {
    double highest = Math.max(arrivals.perSecond(), arrivals.toPerSecond());
    long end =
        arrivals.model() == Arrivals.Model.STAMPEDE
            ? closesMicros + OVERRUN_MICROS
            : closesMicros - MARGIN_MICROS;
    double at = micros;
    do {
      at += -Math.log(1 - random.nextDouble()) / highest * MICROS;
      if (at >= end) {
        return Long.MAX_VALUE;
      }
    } while (random.nextDouble() * highest >= rate(at));
    return (long) at;
  }

  /** Slips a second at a moment. */
  private double rate(double micros) {
    double from = arrivals.perSecond();
    double to = arrivals.toPerSecond();
    return switch (arrivals.model()) {
      case CONSTANT -> from;
      case RAMP -> {
        double share = (micros - runFromMicros) / (arrivals.seconds() * MICROS);
        yield from + (to - from) * Math.clamp(share, 0, 1);
      }
      case STAMPEDE -> closesMicros - micros <= arrivals.seconds() * MICROS ? to : from;
    };
  }
}
