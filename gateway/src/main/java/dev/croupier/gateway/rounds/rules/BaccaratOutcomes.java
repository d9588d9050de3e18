package dev.croupier.gateway.rounds.rules;

import dev.croupier.gateway.rounds.event.BaccaratResult;
import dev.croupier.gateway.rounds.event.Card;
import dev.croupier.gateway.rounds.event.Result;
import java.util.ArrayList;
import java.util.List;

/**
 * One coup of each kind that pays differently: six ways to end, each with and without the player's
 * and the banker's pair. A test shows by full enumeration that there are no others.
 */
final class BaccaratOutcomes {
  private static final String NONE = "";

  /**
   * The six ways: totals of the first two cards (even, so that a pair can make them) and the third
   * cards.
   */
  private static final List<Ending> ENDINGS =
      List.of(
          new Ending("the player wins", 8, NONE, 6, NONE),
          new Ending("the player wins, Panda 8", 0, "8", 4, NONE),
          new Ending("the banker wins", 6, NONE, 8, NONE),
          new Ending("the banker wins with 6", 4, "9", 6, NONE),
          new Ending("the banker wins, Dragon 7", 6, NONE, 0, "7"),
          new Ending("a tie", 6, NONE, 6, NONE));

  /** The 24 coups. */
  static final List<Result> ALL = all();

  private BaccaratOutcomes() {}

  private record Ending(
      String words, int player, String playerThird, int banker, String bankerThird) {}

  private static List<Result> all() {
    List<Result> all = new ArrayList<>();
    for (Ending ending : ENDINGS) {
      for (boolean playerPair : new boolean[] {false, true}) {
        for (boolean bankerPair : new boolean[] {false, true}) {
          all.add(
              new BaccaratResult(
                  hand(ending.player, playerPair, ending.playerThird),
                  hand(ending.banker, bankerPair, ending.bankerThird),
                  "outcome"));
        }
      }
    }
    return List.copyOf(all);
  }

  private static List<Card> hand(int total, boolean pair, String third) {
    String ranks =
        switch (total) {
          case 0 -> pair ? "TT" : "TJ";
          case 4 -> pair ? "22" : "3A";
          case 6 -> pair ? "33" : "42";
          case 8 -> pair ? "44" : "53";
          default -> throw new IllegalArgumentException("no hand of " + total);
        };
    List<Card> hand = new ArrayList<>();
    for (char rank : (ranks + third).toCharArray()) {
      hand.add(new Card(rank, Card.SUITS.charAt(hand.size())));
    }
    return hand;
  }
}
