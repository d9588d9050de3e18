package dev.croupier.gateway.rounds.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.croupier.gateway.rounds.event.BaccaratResult;
import dev.croupier.gateway.rounds.event.Card;
import dev.croupier.gateway.rounds.event.RouletteResult;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaccaratEngineTest {
  private final Engine demo = Rulesets.builtIn().find("baccarat-1.0.0").orElseThrow().engine();
  private final Engine full = Definitions.baccarat(Definitions.FULL_BACCARAT);

  @Test
  void theFirstReleaseOffersPlayerBankerAndTie() {
    assertEquals(List.of("player", "banker", "tie"), demo.spots());
    assertFalse(demo.knows("player_pair"));
    assertFalse(demo.knows("Banker"));
  }

  @Test
  void theEngineHasAllSpotsOfTheInterfaces() {
    assertEquals(
        List.of("player", "banker", "tie", "player_pair", "banker_pair", "dragon7", "panda8"),
        full.spots());
  }

  /** Credits of a stake of 100 on each spot, in the order of the layout. */
  @ParameterizedTest
  @CsvSource({
    // player, banker, tie, player pair, banker pair, Dragon 7, Panda 8
    "9S TH / 7S KC,       200 0 0 0 0 0 0",
    "TS TH 9D / 2S 4C,    200 0 0 1200 0 0 0",
    "6S KH / 7S KC,       0 195 0 0 0 0 0",
    "TS KH 4D / 6S KC,    0 195 0 0 0 0 0",
    "6S KH / 6D KC,       100 100 900 0 0 0 0",
    "3S 3H / 3D 3C,       100 100 900 1200 1200 0 0",
    "3S 3H / TD TC 7H,    0 195 0 1200 1200 4100 0",
    "6S KH / TD KC 7H,    0 195 0 0 0 4100 0",
    "6S KH / 5D 2C,       0 195 0 0 0 0 0",
    "TS KH 8H / 4D KC,    200 0 0 0 0 0 2600",
    "AS AH 6D / 2D 2C 3H, 200 0 0 1200 1200 0 2600",
    "5S 3H / 4D 3C,       200 0 0 0 0 0 0",
    "KS QH / KD QC,       impossible",
    "TS JH TD / TC JD TH, 100 100 900 0 0 0 0",
    "KS KC KD / KH KD KS, 100 100 900 1200 1200 0 0",
  })
  void aCoupPaysAsTheDesignSays(String coup, String credits) {
    BaccaratResult result = Baccarat.coup(coup);
    if (credits.equals("impossible")) {
      assertEquals(Optional.of("third_card_rule"), full.check(result));
      assertThrows(IllegalArgumentException.class, () -> full.creditMinor("player", 100, result));
      return;
    }
    assertEquals(Optional.empty(), full.check(result));
    List<Long> paid =
        full.spots().stream().map(spot -> full.creditMinor(spot, 100, result)).toList();
    assertEquals(List.of(credits.split(" ")), paid.stream().map(String::valueOf).toList());
  }

  /** 0.95 of the stake, downwards, beside the stake. */
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "2, 3",
    "10, 19",
    "19, 37",
    "20, 39",
    "21, 40",
    "99, 193",
    "100, 195",
    "101, 196",
    "200000, 390000",
    "4729934377874244003, 9223372036854775805"
  })
  void theCommissionIsRoundedDownToTheMinorUnit(long stakeMinor, long creditMinor) {
    assertEquals(
        creditMinor, demo.creditMinor("banker", stakeMinor, Baccarat.coup("6S KH / 7S KC")));
  }

  @ParameterizedTest
  @CsvSource({"6S KH / 7S KC, 200", "2S KH 9D / 4S 2C, 150", "TS KH AD / 2D KC 4C, 150"})
  void withoutCommissionAWinOfSixPaysHalf(String coup, long creditMinor) {
    Engine engine = Definitions.baccarat("\"banker\":\"1:1\",\"banker_six\":\"1:2\"");
    assertEquals(creditMinor, engine.creditMinor("banker", 100, Baccarat.coup(coup)));
    assertEquals(100, engine.creditMinor("banker", 100, Baccarat.coup("6S KH / 6D KC")));
  }

  @Test
  void handsOfOtherThanTwoOrThreeCardsAreNoCoup() {
    Card card = new Card('2', 'S');
    for (int player = 0; player <= 4; player++) {
      for (int banker = 0; banker <= 4; banker++) {
        if (player < 2 || player > 3 || banker < 2 || banker > 3) {
          BaccaratResult result =
              new BaccaratResult(
                  List.of(card, card, card, card).subList(0, player),
                  List.of(card, card, card, card).subList(0, banker),
                  "s");
          assertEquals(Optional.of("card_count"), full.check(result), result.toString());
        }
      }
    }
  }

  @Test
  void aPocketIsNoCoup() {
    RouletteResult pocket = new RouletteResult(17);
    assertEquals(Optional.of("wrong_game"), full.check(pocket));
    assertThrows(IllegalArgumentException.class, () -> full.creditMinor("player", 100, pocket));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void aStakeBelowOneIsNeverPaid(long stakeMinor) {
    BaccaratResult coup = Baccarat.coup("6S KH / 7S KC");
    assertThrows(
        IllegalArgumentException.class, () -> full.creditMinor("banker", stakeMinor, coup));
    assertThrows(IllegalArgumentException.class, () -> full.maxCreditMinor("banker", stakeMinor));
  }

  @ParameterizedTest
  @CsvSource({
    "player, 100, 200",
    "banker, 100, 195",
    "tie, 100, 900",
    "dragon7, 100, 4100",
    "panda8, 100, 2600",
    // 2^63 − 1 over 9 and over 41
    "tie, 1024819115206086200, 9223372036854775800",
    "tie, 1024819115206086201, ",
    "dragon7, 224960293581823800, 9223372036854775800",
    "dragon7, 224960293581823801, ",
    "player, 9223372036854775807, ",
    "banker, 4729934377874244004, 9223372036854775807",
    "banker, 4729934377874244005, ",
  })
  void theLargestPayoutIsKnownBeforeTheBetIsTaken(String spot, long stakeMinor, Long most) {
    assertEquals(
        most == null ? OptionalLong.empty() : OptionalLong.of(most),
        full.maxCreditMinor(spot, stakeMinor));
  }
}
