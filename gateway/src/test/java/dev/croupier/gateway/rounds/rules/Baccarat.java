package dev.croupier.gateway.rounds.rules;

import dev.croupier.gateway.rounds.event.BaccaratResult;
import dev.croupier.gateway.rounds.event.Card;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Punto banco as printed on a casino's rule card, written apart from the engine: tables of letters
 * instead of conditions. D draws, S stands.
 */
final class Baccarat {
  /** Columns: the player's two-card total 0–9. */
  static final String PLAYER = "DDDDDDSSSS";

  /**
   * Rows: the banker's two-card total 0–9. Columns: the player's third card 0–9, then a player who
   * stood.
   */
  static final String[] BANKER = {
    "DDDDDDDDDDD",
    "DDDDDDDDDDD",
    "DDDDDDDDDDD",
    "DDDDDDDDSDD",
    "SSDDDDDDSSD",
    "SSSSDDDDSSD",
    "SSSSSSDDSSS",
    "SSSSSSSSSSS",
    "SSSSSSSSSSS",
    "SSSSSSSSSSS",
  };

  private static final String POINTS = "A23456789";

  private Baccarat() {}

  static int points(Card card) {
    return POINTS.indexOf(card.rank()) + 1;
  }

  static int total(List<Card> hand) {
    return hand.stream().mapToInt(Baccarat::points).sum() % 10;
  }

  static boolean playerDraws(int player, int banker) {
    return player < 8 && banker < 8 && PLAYER.charAt(player) == 'D';
  }

  /** The third card's points, or 10 for a player who stood. */
  static boolean bankerDraws(int player, int banker, int playerThird) {
    return player < 8 && banker < 8 && BANKER[banker].charAt(playerThird) == 'D';
  }

  /** Deals one coup from the top of a shuffled shoe, in the order of the table. */
  static BaccaratResult deal(List<Card> shoe, String name) {
    List<Card> player = new ArrayList<>();
    List<Card> banker = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      player.add(shoe.removeLast());
      banker.add(shoe.removeLast());
    }
    int playerTwo = total(player);
    int bankerTwo = total(banker);
    int third = 10;
    if (playerDraws(playerTwo, bankerTwo)) {
      player.add(shoe.removeLast());
      third = points(player.get(2));
    }
    if (bankerDraws(playerTwo, bankerTwo, third)) {
      banker.add(shoe.removeLast());
    }
    return new BaccaratResult(player, banker, name);
  }

  /** Eight decks, shuffled. */
  static List<Card> shoe(RandomGenerator random) {
    List<Card> shoe = new ArrayList<>();
    for (int deck = 0; deck < 8; deck++) {
      for (char rank : Card.RANKS.toCharArray()) {
        for (char suit : Card.SUITS.toCharArray()) {
          shoe.add(new Card(rank, suit));
        }
      }
    }
    for (int i = shoe.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      Card swap = shoe.get(i);
      shoe.set(i, shoe.get(j));
      shoe.set(j, swap);
    }
    return shoe;
  }

  /** A coup written {@code "7H TD / KS 5D 3C"}, the player's hand first. */
  static BaccaratResult coup(String text) {
    String[] hands = text.split(" / ");
    return new BaccaratResult(hand(hands[0]), hand(hands[1]), "shoe-1");
  }

  private static List<Card> hand(String text) {
    List<Card> hand = new ArrayList<>();
    for (String card : text.split(" ")) {
      hand.add(Card.parse(card).orElseThrow());
    }
    return hand;
  }
}
