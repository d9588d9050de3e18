package dev.croupier.loadtest.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RoulettePayoutTest {
  /** Winning pockets of 37, and what 100 bring, by any casino's leaflet. */
  @ParameterizedTest
  @CsvSource({
    "straight:0, 1, 3600",
    "split:0-3, 2, 1800",
    "street:34-35-36, 3, 1200",
    "trio:0-1-2, 3, 1200",
    "corner:1-2-4-5, 4, 900",
    "first_four, 4, 900",
    "six_line:1-2-3-4-5-6, 6, 600",
    "dozen:2, 12, 300",
    "column:3, 12, 300",
    "red, 18, 200",
    "black, 18, 200",
    "odd, 18, 200",
    "even, 18, 200",
    "low, 18, 200",
    "high, 18, 200"
  })
  void paysWhatTheLeafletSays(String spot, long winners, long credit) {
    long[] credits =
        IntStream.rangeClosed(0, 36)
            .mapToLong(pocket -> RoulettePayout.credit(spot, 100, pocket).orElseThrow())
            .filter(each -> each != 0)
            .toArray();
    assertEquals(winners, credits.length);
    for (long each : credits) {
      assertEquals(credit, each);
    }
  }

  @Test
  void knowsWhichNumbersAreWhere() {
    assertEquals(300, RoulettePayout.credit("dozen:2", 100, 13).orElseThrow());
    assertEquals(300, RoulettePayout.credit("column:3", 100, 36).orElseThrow());
    assertEquals(200, RoulettePayout.credit("red", 100, 32).orElseThrow());
    assertEquals(0, RoulettePayout.credit("even", 100, 0).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "straight", "straight:37", "split:1", "dozen:4", "blue"})
  void knowsNoOtherSpots(String spot) {
    assertFalse(RoulettePayout.knows(spot));
  }
}
