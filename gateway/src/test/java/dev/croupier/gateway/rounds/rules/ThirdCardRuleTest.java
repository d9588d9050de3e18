package dev.croupier.gateway.rounds.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.rounds.event.BaccaratResult;
import dev.croupier.gateway.rounds.event.Card;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThirdCardRuleTest {
  private final Engine engine = Definitions.baccarat(Definitions.FULL_BACCARAT);

  @ParameterizedTest
  @CsvSource({
    "AS, 1", "2H, 2", "3D, 3", "4C, 4", "5S, 5", "6H, 6", "7D, 7", "8C, 8", "9S, 9", "TH, 0",
    "JD, 0", "QC, 0", "KS, 0"
  })
  void aCardHasItsPoints(String card, int points) {
    assertEquals(points, ThirdCardRule.value(Card.parse(card).orElseThrow()));
  }

  @Test
  void thePlayerDrawsExactlyWhereTheRuleCardSaysSo() {
    for (int player = 0; player <= 9; player++) {
      for (int banker = 0; banker <= 9; banker++) {
        assertEquals(
            Baccarat.playerDraws(player, banker),
            ThirdCardRule.playerDraws(player, banker),
            player + " against " + banker);
      }
    }
  }

  @Test
  void theBankerDrawsExactlyWhereTheRuleCardSaysSo() {
    for (int player = 0; player <= 9; player++) {
      for (int banker = 0; banker <= 9; banker++) {
        for (int third = 0; third <= 10; third++) {
          assertEquals(
              Baccarat.bankerDraws(player, banker, third),
              ThirdCardRule.bankerDraws(player, banker, third == 10 ? ThirdCardRule.STOOD : third),
              player + " and " + third + " against " + banker);
        }
      }
    }
  }

  /** Hand-picked, at least two for every line of the rule card. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        // naturals: nobody draws
        "9S TH / 7S KC",
        "4S 4H / 2S 3C",
        "TS 3H / 9S KC",
        "2S 3H / 4S 4C",
        "9S KH / 3S 5C",
        // the player draws on 0 to 5; the banker on 0, 1 and 2 with any third card
        "TS KH 8D / QS JC 5D",
        "AS TH 9D / AC TC 2D",
        "2S TH TD / AC AS 4D",
        "3S TH 8D / 2C KS 8C",
        // banker 3: draws but on 8
        "4S TH 7D / 3C KS 8C",
        "4S TH 9D / 2C AS 8C",
        "4S TH 8D / 3C KS",
        "TS TH TD / 3C KS AD",
        // banker 4: draws on 2 to 7
        "5S TH 2D / 4C KS 8C",
        "5S TH 7D / 3C AS 8C",
        "5S TH AD / 4C KS",
        "5S TH 8D / 4C KS",
        "5S TH 9D / 4C KS",
        "5S TH TD / 4C KS",
        // banker 5: draws on 4 to 7
        "3S 2H 4D / 5C KS 8C",
        "3S 2H 7D / 4C AS 8C",
        "3S 2H 3D / 5C KS",
        "3S 2H 8D / 5C KS",
        // banker 6: draws on 6 and 7
        "TS 2H 6D / 6C KS 8C",
        "TS 2H 7D / 4C 2S AC",
        "TS 2H 5D / 6C KS",
        "TS 2H 8D / 6C KS",
        // banker 7: stands
        "TS 2H 6D / 7C KS",
        "TS 2H 7D / 5C 2S",
        // the player stands on 6 and 7; the banker draws to 5 and stands on 6 and 7
        "6S KH / 5C TS 2H",
        "7S KH / TC TS 2H",
        "5S 2H / 3C TS 2H",
        "6S KH / 6C TS",
        "4S 3H / 7C TS",
        "4S 2H / 5S 2C",
      })
  void aCoupThatObeysTheRuleIsPossible(String coup) {
    BaccaratResult result = Baccarat.coup(coup);
    assertEquals(Optional.empty(), engine.check(result));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // a third card against or beside a natural
        "9S TH 2D / 7S KC",
        "4S 4H / 2S 3C 5D",
        "TS 3H 4D / 9S KC",
        "2S 3H / 4S 4C 2D",
        // the player must draw, and must stand
        "TS 5H / 6S KC",
        "TS 5H / 5S KC 2D",
        "6S KH 2D / 6C TS",
        "7S KH 2D / TC TS 2H",
        // banker 0 to 2 must draw
        "TS KH 8D / QS JC",
        "2S TH TD / AC AS",
        // banker 3: not on 8, else always
        "4S TH 8D / 3C KS 2H",
        "4S TH 7D / 3C KS",
        "4S TH 9D / 3C KS",
        // banker 4
        "5S TH 2D / 4C KS",
        "5S TH 7D / 4C KS",
        "5S TH AD / 4C KS 2H",
        "5S TH 8D / 4C KS 2H",
        "5S TH TD / 4C KS 2H",
        // banker 5
        "3S 2H 4D / 5C KS",
        "3S 2H 7D / 5C KS",
        "3S 2H 3D / 5C KS 2H",
        "3S 2H 8D / 5C KS 2H",
        // banker 6
        "TS 2H 6D / 6C KS",
        "TS 2H 7D / 6C KS",
        "TS 2H 5D / 6C KS 2H",
        "TS 2H 8D / 6C KS 2H",
        // banker 7 never draws
        "TS 2H 6D / 7C KS 2H",
        "6S KH / 7C TS 2H",
        // the player stood: the banker draws to 5 only
        "6S KH / 5C TS",
        "7S KH / TC TS",
        "6S KH / 6C TS 2H",
      })
  void aCoupThatBreaksTheRuleIsNot(String coup) {
    assertEquals(Optional.of("third_card_rule"), engine.check(Baccarat.coup(coup)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 20260101})
  void whatADealerDealsByTheRuleCardIsPossibleAndAnyOtherCountIsNot(long seed) {
    Random random = new Random(seed);
    for (int shoes = 0; shoes < 20; shoes++) {
      List<Card> shoe = Baccarat.shoe(random);
      while (shoe.size() >= 7) {
        BaccaratResult coup = Baccarat.deal(shoe, "s");
        assertTrue(engine.check(coup).isEmpty(), () -> "seed " + seed + ": " + coup);
        BaccaratResult other = withAnotherBankerCount(coup, shoe.getLast());
        assertFalse(engine.check(other).isEmpty(), () -> "seed " + seed + ": " + other);
      }
    }
  }

  private static BaccaratResult withAnotherBankerCount(BaccaratResult coup, Card extra) {
    List<Card> banker = new ArrayList<>(coup.banker());
    if (banker.size() == 3) {
      banker.removeLast();
    } else {
      banker.add(extra);
    }
    return new BaccaratResult(coup.player(), banker, coup.shoe());
  }
}
