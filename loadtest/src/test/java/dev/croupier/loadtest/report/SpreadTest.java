package dev.croupier.loadtest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class SpreadTest {
  private static Spread of(int count, Random random) {
    Histogram histogram = new Histogram(3_600_000_000L, 3);
    for (int i = 0; i < count; i++) {
      histogram.recordValue(Math.round(1_000_000 * random.nextDouble()));
    }
    return new Spread(histogram);
  }

  @Test
  void theRangeHoldsTheTruePercentileInAboutNineteenOfTwentyRepetitions() {
    Random random = new Random(3);
    for (double percent : new double[] {50, 95}) {
      int held = 0;
      for (int i = 0; i < 1_000; i++) {
        Spread.Range range = of(400, random).range(percent);
        if (range.lowMs() <= percent * 10 && range.highMs() >= percent * 10) {
          held++;
        }
      }
      assertTrue(held > 910 && held < 985, percent + ": " + held);
    }
  }

  @Test
  void aSmallSampleIsNotSureOfItsTail() {
    Spread.Range range = of(10, new Random(3)).range(99);
    assertEquals(Double.POSITIVE_INFINITY, range.highMs());
    assertTrue(of(10, new Random(3)).range(50).highMs() < 1_000);
  }

  @Test
  void rangesAreApartOnlyWithoutAnythingInCommon() {
    Spread.Range low = new Spread.Range(1, 2);
    assertTrue(low.apart(new Spread.Range(2.1, 3)));
    assertTrue(new Spread.Range(2.1, 3).apart(low));
    assertFalse(low.apart(new Spread.Range(2, 3)));
    assertFalse(low.apart(new Spread.Range(0, 9)));
  }

  @Test
  void theCurveRisesAndEndsAtTheHighestValue() {
    Spread spread = of(5_000, new Random(3));
    List<Spread.Point> curve = spread.curve();
    for (int i = 1; i < curve.size(); i++) {
      assertTrue(curve.get(i).ms() >= curve.get(i - 1).ms());
      assertTrue(curve.get(i).percent() > curve.get(i - 1).percent());
    }
    assertEquals(spread.maxMs(), curve.getLast().ms());
    assertEquals(List.of(), of(0, new Random(3)).curve());
  }
}
