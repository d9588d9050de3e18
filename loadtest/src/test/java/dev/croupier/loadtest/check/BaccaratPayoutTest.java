package dev.croupier.loadtest.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tester's table of punto banco, by hand. */
final class BaccaratPayoutTest {
  private static Outcome.Coup coup(String player, String banker) {
    return new Outcome.Coup(cards(player), cards(banker));
  }

  private static List<String> cards(String ranks) {
    return Arrays.stream(ranks.split("")).map(rank -> rank + "H").toList();
  }

  @ParameterizedTest(name = "{0} of {1}: player {2} banker {3} gives {4}")
  @CsvSource({
    // 9 beats 7; the stake comes back with its win.
    "player, 100, 9K, 25, 200",
    "banker, 100, 9K, 25, 0",
    "tie, 100, 9K, 25, 0",
    // The banker pays 95 of 100, and of 30 only 28: half a unit is nobody's.
    "banker, 100, 25, 9K, 195",
    "banker, 30, 25, 9K, 58",
    "banker, 10, 25, 9K, 19",
    "player, 100, 25, 9K, 0",
    // A tie: both stand off, the tie pays eight.
    "player, 100, 9K, 45, 100",
    "banker, 100, 9K, 45, 100",
    "tie, 100, 9K, 45, 900",
    // Pairs are of the first two cards, by rank: a ten and a king are none.
    "player_pair, 100, 44, 9K, 1200",
    "player_pair, 100, TK, 9A, 0",
    "banker_pair, 100, 9K, 44, 1200",
    // Three cards of seven for the banker; with two there is no dragon.
    "dragon7, 100, TK5, A33, 4100",
    "dragon7, 100, 33, 25, 0",
    "panda8, 100, TK8, A33, 2600",
    "panda8, 100, 44, 25, 0"
  })
  void paysByHand(String spot, long stake, String player, String banker, long credit) {
    assertEquals(OptionalLong.of(credit), BaccaratPayout.credit(spot, stake, coup(player, banker)));
  }

  @ParameterizedTest(name = "player {0} banker {1}: {2}")
  @CsvSource({
    "9K, 25, true", // a natural: nobody draws
    "9K2, 25, false",
    "33, 25, true", // six and seven stand
    "33, 22, false", // the banker draws on four when the player stands
    "332, 25, false", // the player stands on six
    "TK8, 3T, true", // on three the banker stands against an eight
    "TK8, 3T4, false",
    "TK7, 3T4, true",
    "TKA, 4T, true", // on four it stands against an ace
    "TK2, 4T2, true",
    "TK3, 5T, true", // on five it stands against a three
    "TK4, 5T2, true",
    "TK6, 6T2, true", // on six it draws against six and seven only
    "TK5, 6T2, false",
    "TK5, 7T, true",
    "TK, 2T2, false", // the player must draw
    "T, 2T2, false",
    "TX5, 7T, false" // no such card
  })
  void knowsTheThirdCardRule(String player, String banker, boolean possible) {
    assertEquals(possible, PayTable.BACCARAT.possible(coup(player, banker)));
  }

  @Test
  void aTableKnowsItsOwnGameOnly() {
    assertEquals(OptionalLong.empty(), PayTable.ROULETTE.credit("red", 100, coup("9K", "25")));
    assertEquals(
        OptionalLong.empty(), PayTable.BACCARAT.credit("player", 100, new Outcome.Pocket(1)));
    assertEquals(OptionalLong.empty(), PayTable.ROULETTE.credit("red", 1, new Outcome.Pocket(37)));
    assertEquals(PayTable.BACCARAT, PayTable.of("baccarat-1.0.0").orElseThrow());
    assertEquals(true, PayTable.of("baccarat-1.0.1").isEmpty());
    assertEquals(true, PayTable.anyKnows("tie") && !PayTable.anyKnows("twice"));
  }
}
