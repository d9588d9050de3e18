package dev.croupier.gateway.rounds.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.croupier.gateway.ids.LicenseeId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
  private static LimitSet set(String licensee, String group, String currency, long tableMax) {
    return new LimitSet(
        licensee,
        group,
        currency,
        Map.of("*", new StakeRange(1, 10, 1), "straight", new StakeRange(1, 5, 1)),
        tableMax,
        100,
        List.of(1L));
  }

  private final Limits limits =
      Limits.of(
          "day",
          List.of(
              set("*", "*", "EUR", 1),
              set("*", "vip", "EUR", 2),
              set("demo", "*", "EUR", 3),
              set("demo", "vip", "EUR", 4),
              set("*", "*", "JPY", 5)));

  @ParameterizedTest
  @CsvSource({
    "other,    , EUR, 1",
    "other, vip, EUR, 2",
    "demo, , EUR, 3",
    "demo, vip, EUR, 4",
    "demo, new, EUR, 3",
    "demo, vip, JPY, 5",
    "demo, , USD, 0",
  })
  void theMostParticularSetApplies(String licensee, String group, String currency, long expected) {
    assertEquals(
        expected,
        limits
            .find(new LicenseeId(licensee), group, currency)
            .map(LimitSet::tableMaxMinor)
            .orElse(0L));
  }

  @Test
  void aKindOfBetMayHaveARangeOfItsOwn() {
    LimitSet set = set("*", "*", "EUR", 1);
    assertEquals(5, set.range("straight:17").maxMinor());
    assertEquals(10, set.range("split:1-2").maxMinor());
    assertEquals(10, set.range("red").maxMinor());
  }

  @Test
  void otherContentIsAnotherVersionAndTheSameContentTheSame() {
    assertEquals(
        Limits.of("day", List.of(set("*", "*", "EUR", 1))).limitsVer(),
        Limits.of("day", List.of(set("*", "*", "EUR", 1))).limitsVer());
    assertNotEquals(
        Limits.of("day", List.of(set("*", "*", "EUR", 1))).limitsVer(),
        Limits.of("day", List.of(set("*", "*", "EUR", 2))).limitsVer());
  }

  @Test
  void whatIsReadBackIsWhatWasWritten() {
    assertEquals(limits, Limits.read(limits.canonicalJson()));
  }

  @Test
  void limitsUnderWhichNothingIsPossibleAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new StakeRange(0, 10, 1));
    assertThrows(IllegalArgumentException.class, () -> new StakeRange(10, 9, 1));
    assertThrows(IllegalArgumentException.class, () -> new StakeRange(1, 9, 0));
    assertThrows(IllegalArgumentException.class, () -> set("*", "*", "EURO", 1));
    assertThrows(IllegalArgumentException.class, () -> set("*", "*", "EUR", 0));
    assertThrows(IllegalArgumentException.class, () -> Limits.of("No Name", List.of()));
  }
}
