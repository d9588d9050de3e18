package dev.croupier.gateway.rounds.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.rounds.event.RouletteResult;
import dev.croupier.gateway.rounds.event.Spot;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouletteEngineTest {
  private static final Set<String> OUTSIDE =
      Set.of(
          "dozen:1",
          "dozen:2",
          "dozen:3",
          "column:1",
          "column:2",
          "column:3",
          "red",
          "black",
          "odd",
          "even",
          "low",
          "high");

  /** What the design pays to 1, by how many pockets a bet covers. */
  private static final Map<Integer, Long> TO_ONE =
      Map.of(1, 35L, 2, 17L, 3, 11L, 4, 8L, 6, 5L, 12, 2L, 18, 1L);

  private final Engine engine = Rulesets.builtIn().find("roulette-1.0.0").orElseThrow().engine();

  @Test
  void theSpotsAreThe157ThatChipsCanBePutOn() {
    Set<String> cloth = new TreeSet<>(Cloth.insideBets().keySet());
    cloth.addAll(OUTSIDE);
    assertEquals(157, cloth.size());
    assertEquals(cloth, new TreeSet<>(engine.spots()));
    assertEquals(157, engine.spots().size());
  }

  @Test
  void thereAreAsManyOfEachKindAsOnTheCloth() {
    Map<String, Long> counts =
        engine.spots().stream()
            .filter(spot -> !OUTSIDE.contains(spot))
            .collect(
                Collectors.groupingBy(
                    spot -> spot.split(":")[0], TreeMap::new, Collectors.counting()));
    assertEquals(
        Map.of(
            "straight",
            37L,
            "split",
            60L,
            "street",
            12L,
            "trio",
            2L,
            "corner",
            22L,
            "first_four",
            1L,
            "six_line",
            11L),
        counts);
    assertTrue(engine.spots().containsAll(OUTSIDE));
  }

  @Test
  void everySpotPaysUnderEachOfThe37PocketsWhatTheClothSays() {
    Map<String, SortedSet<Integer>> inside = Cloth.insideBets();
    int compared = 0;
    for (String spot : engine.spots()) {
      for (int pocket = 0; pocket <= 36; pocket++) {
        boolean wins =
            OUTSIDE.contains(spot)
                ? Cloth.outsideBetWins(spot, pocket)
                : inside.get(spot).contains(pocket);
        int covered = covered(spot, inside);
        long expected = wins ? 100 * (1 + TO_ONE.get(covered)) : 0;
        assertEquals(
            expected,
            engine.creditMinor(spot, 100, new RouletteResult(pocket)),
            spot + " under " + pocket);
        compared++;
      }
    }
    assertEquals(157 * 37, compared);
  }

  @Test
  void everySpotKeepsExactlyOneOf37Stakes() {
    for (String spot : engine.spots()) {
      long back = 0;
      for (int pocket = 0; pocket <= 36; pocket++) {
        back += engine.creditMinor(spot, 1, new RouletteResult(pocket));
      }
      assertEquals(36, back, spot);
    }
  }

  @Test
  void theNamesOfTheInterfacesAreKnown() {
    for (String spot :
        ("straight:17 split:1-2 street:1-2-3 trio:0-1-2 corner:1-2-4-5 first_four"
                + " six_line:1-2-3-4-5-6 dozen:1 column:3 red black odd even low high"
                + " split:0-1 split:0-2 split:0-3 trio:0-2-3 straight:0")
            .split(" ")) {
      assertTrue(engine.knows(spot), spot);
      assertTrue(Spot.isValid(spot), spot);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "split:2-1",
        "straight:037",
        "straight:37",
        "straight:-1",
        "straight:1 ",
        "Straight:1",
        "split:1-5",
        "split:3-4",
        "split:0-4",
        "street:2-3-4",
        "trio:0-1-3",
        "corner:3-4-6-7",
        "corner:0-1-2-3",
        "first_four:0-1-2-3",
        "six_line:34-35-36-37-38-39",
        "dozen:0",
        "dozen:4",
        "dozen",
        "column:4",
        "RED",
        "zero",
        "player",
        "even_money"
      })
  void everyOtherWritingIsUnknownAndNeverPaid(String spot) {
    assertFalse(engine.knows(spot));
    assertThrows(
        IllegalArgumentException.class, () -> engine.creditMinor(spot, 100, new RouletteResult(1)));
    assertThrows(IllegalArgumentException.class, () -> engine.maxCreditMinor(spot, 100));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void aStakeBelowOneIsNeverPaid(long stakeMinor) {
    assertThrows(
        IllegalArgumentException.class,
        () -> engine.creditMinor("red", stakeMinor, new RouletteResult(1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 37, 38, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void aPocketThatTheWheelHasNotIsImpossible(int pocket) {
    RouletteResult result = new RouletteResult(pocket);
    assertEquals(Optional.of("impossible_pocket"), engine.check(result));
    assertThrows(IllegalArgumentException.class, () -> engine.creditMinor("red", 100, result));
  }

  @Test
  void eachPocketOfTheWheelIsPossibleAndNoCoupIs() {
    for (int pocket = 0; pocket <= 36; pocket++) {
      assertEquals(Optional.empty(), engine.check(new RouletteResult(pocket)));
    }
    assertEquals(Optional.of("wrong_game"), engine.check(Baccarat.coup("9S TH / 7S TC")));
  }

  @ParameterizedTest
  @CsvSource({
    // 2^63 − 1 = 9,223,372,036,854,775,807 = 36 × 256,204,778,801,521,550 + 7
    "straight:17, 256204778801521550, 9223372036854775800",
    "straight:17, 256204778801521551, ",
    "red, 4611686018427387903, 9223372036854775806",
    "red, 4611686018427387904, ",
    "straight:17, 9223372036854775807, ",
    "column:1, 100, 300",
  })
  void theLargestPayoutIsKnownBeforeTheBetIsTaken(String spot, long stakeMinor, Long most) {
    assertEquals(
        most == null ? OptionalLong.empty() : OptionalLong.of(most),
        engine.maxCreditMinor(spot, stakeMinor));
    if (most == null) {
      int wins = spot.equals("red") ? 1 : 17;
      assertThrows(
          ArithmeticException.class,
          () -> engine.creditMinor(spot, stakeMinor, new RouletteResult(wins)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "down, 100, 50",
    "down, 101, 50",
    "down, 1, 0",
    "up, 100, 50",
    "up, 101, 51",
    "up, 1, 1",
  })
  void laPartageGivesHalfOfAnEvenMoneyStakeBackOnZero(
      String rounding, long stakeMinor, long halfMinor) {
    Engine partage = engine("\"even_money\":\"1:1\",\"even_money_zero_return\":\"1:2\"", rounding);
    for (String spot : new String[] {"red", "black", "odd", "even", "low", "high"}) {
      assertEquals(halfMinor, partage.creditMinor(spot, stakeMinor, new RouletteResult(0)), spot);
    }
    assertEquals(2 * stakeMinor, partage.creditMinor("red", stakeMinor, new RouletteResult(1)));
    assertEquals(0, partage.creditMinor("red", stakeMinor, new RouletteResult(2)));
  }

  @Test
  void laPartageHalvesTheEdgeToOneOf74() {
    Engine partage = engine("\"even_money\":\"1:1\",\"even_money_zero_return\":\"1:2\"", "down");
    for (String spot : partage.spots()) {
      long back = 0;
      for (int pocket = 0; pocket <= 36; pocket++) {
        back += partage.creditMinor(spot, 2, new RouletteResult(pocket));
      }
      assertEquals(73, back, spot + ": of 74 staked");
    }
  }

  @Test
  void laPartageConcernsNoOtherBet() {
    Engine partage =
        engine(
            "\"dozen\":\"2:1\",\"straight\":\"35:1\",\"even_money\":\"1:1\","
                + "\"even_money_zero_return\":\"1:2\"",
            "down");
    assertEquals(0, partage.creditMinor("dozen:1", 100, new RouletteResult(0)));
    assertEquals(3600, partage.creditMinor("straight:0", 100, new RouletteResult(0)));
  }

  @Test
  void withoutLaPartageZeroTakesAll() {
    for (String spot : new String[] {"red", "black", "odd", "even", "low", "high"}) {
      assertEquals(0, engine.creditMinor(spot, 100, new RouletteResult(0)), spot);
    }
  }

  @Test
  void aPaytableThatLeavesAKindOutDoesNotOfferItsSpots() {
    Engine small = engine("\"straight\":\"35:1\"", "down");
    assertEquals(37, small.spots().size());
    assertFalse(small.knows("red"));
  }

  private static int covered(String spot, Map<String, SortedSet<Integer>> inside) {
    if (OUTSIDE.contains(spot)) {
      return spot.contains(":") ? 12 : 18;
    }
    return inside.get(spot).size();
  }

  private static Engine engine(String paytable, String rounding) {
    return Definitions.ruleset("roulette-9.0.0", "roulette", paytable, rounding).engine();
  }
}
