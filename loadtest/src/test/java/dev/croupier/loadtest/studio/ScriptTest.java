package dev.croupier.loadtest.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.loadtest.studio.BaccaratScript.FromShoe;
import dev.croupier.loadtest.studio.RoundState.Outcome.Coup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptTest {
  /** For a player's third card of 0 to 9 points: does a banker of 0 to 7 draw (1) or stand (0). */
  private static final String[] BANKER = {
    "1111111111",
    "1111111111",
    "1111111111",
    "1111111101",
    "0011111100",
    "0000111100",
    "0000001100",
    "0000000000"
  };

  private final RouletteScript roulette = new RouletteScript(seed(0));
  private final BaccaratScript baccarat = new BaccaratScript(seed(0));

  /** Computed with Python's hmac and hashlib. */
  @ParameterizedTest
  @CsvSource({"r-1,1", "r-2,3", "roulette-1-000042,10", "3f2a9c,4"})
  void aPocketIsTheHmacOfSeedAndRound(String round, int pocket) {
    assertEquals(pocket, roulette.outcome(round).pocket());
  }

  @Test
  void everyPocketIsAsLikelyAsTheOthers() {
    int rounds = 37 * 2000;
    int[] seen = new int[37];
    for (int i = 0; i < rounds; i++) {
      seen[roulette.outcome("round-" + i).pocket()]++;
    }
    double chiSquare = 0;
    for (int count : seen) {
      chiSquare += Math.pow(count - 2000, 2) / 2000;
    }
    // 36 degrees of freedom: 67.98 is passed once in a thousand.
    assertTrue(chiSquare < 67.98, "chi square " + chiSquare);
  }

  @Test
  void aRestartedDealerGivesTheSameAndAnotherSeedOthers() {
    RouletteScript other = new RouletteScript(seed(1));
    int differing = 0;
    for (int i = 0; i < 200; i++) {
      assertEquals(roulette.outcome("r" + i), new RouletteScript(seed(0)).outcome("r" + i));
      assertEquals(baccarat.outcome("r" + i), new BaccaratScript(seed(0)).outcome("r" + i));
      differing += roulette.outcome("r" + i).equals(other.outcome("r" + i)) ? 0 : 1;
    }
    assertTrue(differing > 150);
    assertNotEquals(baccarat.outcome("r1"), new BaccaratScript(seed(1)).outcome("r1"));
    assertNotEquals(baccarat.outcome("r1").shoe(), baccarat.outcome("r2").shoe());
  }

  @Test
  void everyCoupFollowsTheThirdCardRules() {
    for (int i = 0; i < 20_000; i++) {
      assertLegal(baccarat.outcome("round-" + i).coup());
    }
  }

  @Test
  void banksPlayersAndTiesComeAsOftenAsEnumerated() {
    int rounds = 40_000;
    Map<Integer, Integer> won = new HashMap<>();
    for (int i = 0; i < rounds; i++) {
      Coup coup = baccarat.outcome("round-" + i).coup();
      won.merge(Integer.signum(total(coup.banker()) - total(coup.player())), 1, Integer::sum);
    }
    // 45.8597 %, 44.6247 % and 9.5156 % of all deals from eight decks; 5 sigma.
    assertEquals(.458597, won.get(1) / (double) rounds, .0125);
    assertEquals(.446247, won.get(-1) / (double) rounds, .0125);
    assertEquals(.095156, won.get(0) / (double) rounds, .0075);
  }

  @Test
  void aShoeHoldsEightOfEachCard() {
    Map<PlayingCard, Integer> count = new HashMap<>();
    baccarat.shuffled("shoe x").forEach(card -> count.merge(card, 1, Integer::sum));
    assertEquals(52, count.size());
    assertTrue(count.values().stream().allMatch(n -> n == 8));
  }

  @Test
  void aShoeThatLastsIsDealtFromItsFrontWithoutGapOrRepeat() {
    List<PlayingCard> dealt = new ArrayList<>();
    int coups = 0;
    while (true) {
      Optional<FromShoe> next = baccarat.outcome("shoe-7", coups);
      if (next.isEmpty()) {
        break;
      }
      assertEquals("shoe-7", next.get().shoe());
      Coup coup = next.get().coup();
      assertLegal(coup);
      for (int place = 0; place < 3; place++) {
        for (List<PlayingCard> hand : List.of(coup.player(), coup.banker())) {
          if (place < hand.size()) {
            dealt.add(hand.get(place));
          }
        }
      }
      coups++;
    }
    assertTrue(coups > 60 && coups < 98, coups + " coups");
    assertEquals(baccarat.shuffled("shoe shoe-7").subList(0, dealt.size()), dealt);
    assertTrue(dealt.size() > 416 - 26 && dealt.size() <= 416 - 26 + 6);
    assertTrue(baccarat.outcome("shoe-7", coups + 500).isEmpty());
  }

  @Test
  void aSeedTooShortIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new RouletteScript(new byte[15]));
    assertThrows(IllegalArgumentException.class, () -> new BaccaratScript(new byte[15]));
  }

  @Test
  void cardsAreReadAndWrittenAsTheInterfacesSay() {
    assertEquals("TD", PlayingCard.of("TD").toString());
    assertEquals(7, PlayingCard.of("7H").points());
    assertEquals(1, PlayingCard.of("AS").points());
    assertEquals(0, PlayingCard.of("TC").points());
    assertEquals(0, PlayingCard.of("KC").points());
    assertThrows(IllegalArgumentException.class, () -> PlayingCard.of("1H"));
    assertThrows(IllegalArgumentException.class, () -> PlayingCard.of("10H"));
    assertThrows(IllegalArgumentException.class, () -> PlayingCard.of("AX"));
  }

  private static void assertLegal(Coup coup) {
    int player = total(coup.player().subList(0, 2));
    int banker = total(coup.banker().subList(0, 2));
    boolean playerDrew = coup.player().size() == 3;
    boolean bankerDrew = coup.banker().size() == 3;
    if (player >= 8 || banker >= 8) {
      assertFalse(playerDrew || bankerDrew, "a natural ends it: " + coup);
      return;
    }
    assertEquals(player <= 5, playerDrew, coup.toString());
    boolean draws =
        playerDrew ? BANKER[banker].charAt(coup.player().get(2).points()) == '1' : banker <= 5;
    assertEquals(draws, bankerDrew, coup.toString());
  }

  private static int total(List<PlayingCard> hand) {
    return hand.stream()
            .mapToInt(card -> Math.min(10, 1 + "A23456789TJQK".indexOf(card.rank())))
            .sum()
        % 10;
  }

  private static byte[] seed(int first) {
    byte[] seed = new byte[32];
    for (int i = 0; i < seed.length; i++) {
      seed[i] = (byte) (first + i);
    }
    return seed;
  }
}
