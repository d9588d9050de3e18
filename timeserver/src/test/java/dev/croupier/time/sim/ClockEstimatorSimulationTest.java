package dev.croupier.time.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.time.estimate.ClockEstimator;
import dev.croupier.time.estimate.Estimate;
import dev.croupier.time.estimate.TimeSample;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The estimator on simulated networks: ten exchanges a second for 10 s, then two a second, as
 * clients do. Each failure names its seed.
 */
final class ClockEstimatorSimulationTest {
  private static final int SEEDS = 300;

  /** One-way delays in microseconds. */
  private interface Delay {
    double next(Random random);
  }

  private static final Delay UNIFORM = random -> 20_000 + random.nextDouble() * 40_000;
  private static final Delay QUEUES = random -> 20_000 - Math.log(1 - random.nextDouble()) * 15_000;
  private static final Delay GAUSSIAN =
      random -> Math.max(1_000, 40_000 + random.nextGaussian() * 10_000);
  private static final Delay LOOPBACK = random -> 60 - Math.log(1 - random.nextDouble()) * 100;

  /** How wrong it was, p99 over all seeds, and whether the bound always held. */
  private record Outcome(double p99AbsMicros, double worstBoundMicros) {}

  @Test
  void jitterOf40MillisecondsAndOnePercentLossLeaveFiveMillisecondsAfterTwoSeconds() {
    assertAtMost(5_000, run(UNIFORM, UNIFORM, 0.01, 20, 2));
  }

  @Test
  void andTwoMillisecondsAfterTenSeconds() {
    assertAtMost(2_000, run(UNIFORM, UNIFORM, 0.01, 20, 10));
  }

  @Test
  void aMinuteWithDriftLeavesTwoMilliseconds() {
    assertAtMost(2_000, run(UNIFORM, UNIFORM, 0.01, 20, 60));
  }

  @Test
  void queuesThatAreOftenEmptyLeaveLess() {
    assertAtMost(1_000, run(QUEUES, QUEUES, 0.01, 20, 10));
  }

  @Test
  void delaysAroundAMiddleAreNoWorseThanTheirOwnSpread() {
    assertAtMost(10_000, run(GAUSSIAN, GAUSSIAN, 0.01, 0, 10));
  }

  @Test
  void loopbackIsWithinAQuarterMillisecond() {
    assertAtMost(250, run(LOOPBACK, LOOPBACK, 0, 50, 10));
  }

  @Test
  void halfOfAllExchangesLostIsStillGoodEnough() {
    assertAtMost(4_000, run(UNIFORM, UNIFORM, 0.5, 20, 10));
  }

  @Test
  void aClockThatDriftsAsMuchAsAnyDoesIsWithinItsBound() {
    Outcome outcome = run(QUEUES, QUEUES, 0.01, 150, 120);
    assertTrue(outcome.worstBoundMicros() < 60_000, outcome.toString());
  }

  @Test
  void unequalFloorsAreSeenByNobodyAndStayWithinTheBound() {
    Delay slow = random -> 80_000 + random.nextDouble() * 10_000;
    Delay fast = random -> 10_000 + random.nextDouble() * 10_000;
    Outcome outcome = run(slow, fast, 0.01, 20, 10);
    assertEquals(35_000, outcome.p99AbsMicros(), 2_000); // half of the floors' difference
  }

  private static void assertAtMost(double micros, Outcome outcome) {
    assertTrue(outcome.p99AbsMicros() <= micros, outcome.toString());
  }

  private static Outcome run(
      Delay towards, Delay back, double loss, double driftPpm, double seconds) {
    double[] errors = new double[SEEDS];
    double worstBound = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      double drift = (random.nextDouble() * 2 - 1) * driftPpm * 1e-6;
      double offset = (random.nextDouble() - 0.5) * 1e12;
      ClockEstimator estimator = new ClockEstimator();
      long nowMicros = 0;
      for (double t = 0; t < seconds * 1e6; t += t < 10e6 ? 100e3 : 500e3) {
        double there = towards.next(random);
        double home = back.next(random);
        double t4 = t + there + 20 + home;
        if (random.nextDouble() >= loss && t4 < seconds * 1e6) {
          long t2 = Math.round((t + there) * (1 + drift) + offset);
          ClockEstimator.Verdict verdict =
              estimator.add(new TimeSample(Math.round(t), t2, t2 + 20, Math.round(t4), 1));
          assertEquals(ClockEstimator.Verdict.TAKEN, verdict, "seed " + seed);
        }
        nowMicros = Math.max(nowMicros, Math.round(Math.min(t4, seconds * 1e6)));
      }
      Estimate estimate = estimator.estimate(nowMicros).orElseThrow();
      double truth = offset + nowMicros * drift;
      errors[seed] = Math.abs(estimate.offsetMicros() - truth);
      assertTrue(
          errors[seed] <= estimate.boundMicros() + 2,
          "seed " + seed + ": off by " + errors[seed] + ", bound " + estimate.boundMicros());
      worstBound = Math.max(worstBound, (double) estimate.boundMicros());
    }
    Arrays.sort(errors);
    return new Outcome(errors[SEEDS * 99 / 100], worstBound);
  }
}
