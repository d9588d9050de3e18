package dev.croupier.loadtest.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.loadtest.plan.Arrivals;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ArrivalMomentsTest {
  private static int until(Arrivals arrivals, double fromSeconds, double toSeconds) {
    ArrivalMoments moments = new ArrivalMoments(arrivals, new SplittableRandom(5));
    int count = 0;
    for (long at = moments.nextMicros(); at < toSeconds * 1e6; at = moments.nextMicros()) {
      count += at >= fromSeconds * 1e6 ? 1 : 0;
    }
    return count;
  }

  @Test
  void aConstantRateComesAtRandomMomentsWithThatMean() {
    Arrivals hundred = Arrivals.constant(100);
    assertEquals(10_000, until(hundred, 0, 100), 400, "four standard deviations");
    ArrivalMoments moments = new ArrivalMoments(hundred, new SplittableRandom(5));
    long before = 0;
    int close = 0;
    for (int i = 0; i < 1_000; i++) {
      long at = moments.nextMicros();
      assertTrue(at >= before);
      close += at - before < 1_000 ? 1 : 0;
      before = at;
    }
    // 1 − e^−0.1 of the distances are below a tenth of the mean one.
    assertEquals(95, close, 40);
  }

  @Test
  void aRampRisesEvenlyAndStaysUp() {
    Arrivals ramp = new Arrivals(Arrivals.Model.RAMP, 0, 200, 10);
    assertEquals(250, until(ramp, 0, 5), 64);
    assertEquals(750, until(ramp, 5, 10), 110);
    assertEquals(2_000, until(ramp, 10, 20), 180);
  }

  @Test
  void aRampMayFall() {
    Arrivals ramp = new Arrivals(Arrivals.Model.RAMP, 200, 100, 10);
    assertEquals(1_500, until(ramp, 0, 10), 160);
    assertEquals(1_000, until(ramp, 10, 20), 130);
  }
}
