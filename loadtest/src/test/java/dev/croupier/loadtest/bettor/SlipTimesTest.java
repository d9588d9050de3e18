package dev.croupier.loadtest.bettor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.loadtest.plan.Arrivals;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SlipTimesTest {
  private static final long SECOND = 1_000_000;

  private static List<Long> drawn(Arrivals arrivals, long runFrom, long from, long closes) {
    SlipTimes times = new SlipTimes(arrivals, runFrom, closes, new SplittableRandom(11));
    List<Long> drawn = new ArrayList<>();
    for (long at = times.after(from); at != Long.MAX_VALUE; at = times.after(at)) {
      drawn.add(at);
    }
    return drawn;
  }

  private static long within(List<Long> drawn, double from, double to) {
    return drawn.stream().filter(at -> at >= from * SECOND && at < to * SECOND).count();
  }

  @Test
  void aConstantRateIsKeptUntilHalfASecondBeforeTheClose() {
    List<Long> drawn = drawn(Arrivals.constant(100), 0, 0, 100 * SECOND);
    assertEquals(9_950, drawn.size(), 300);
    assertTrue(drawn.getLast() < 99.5 * SECOND);
    // Poisson: the count of a second varies by about its square root.
    double squares = 0;
    for (int i = 0; i < 99; i++) {
      double off = within(drawn, i, i + 1) - 100;
      squares += off * off;
    }
    assertEquals(100, squares / 99, 45);
  }

  @Test
  void aStampedeComesInTheLastSecondsAndABitTooLate() {
    Arrivals stampede = new Arrivals(Arrivals.Model.STAMPEDE, 5, 500, 2);
    List<Long> drawn = drawn(stampede, 0, 0, 20 * SECOND);
    assertEquals(90, within(drawn, 0, 18), 30);
    assertEquals(1_000, within(drawn, 18, 20), 100);
    assertEquals(50, within(drawn, 20, 20.1), 25);
    assertEquals(0, within(drawn, 20.1, 100));
  }

  @Test
  void aRampRisesFromTheRunsBeginningAcrossRounds() {
    Arrivals ramp = new Arrivals(Arrivals.Model.RAMP, 0, 200, 100);
    assertEquals(1_000, drawn(ramp, 0, 0, 10 * SECOND + 500_000).size() * 10.0, 350);
    assertEquals(1_900, drawn(ramp, 0, 90 * SECOND, 100 * SECOND + 500_000).size(), 150);
    assertEquals(2_000, drawn(ramp, 0, 200 * SECOND, 210 * SECOND + 500_000).size(), 150);
  }

  @Test
  void betweenRoundsNothingIsMeant() {
    assertEquals(List.of(), drawn(Arrivals.constant(100), 0, 10 * SECOND, 10 * SECOND));
  }
}
