package dev.croupier.gateway.rounds.rules;

import dev.croupier.gateway.rounds.event.Card;
import java.util.List;

/** Punto banco's table of play: nobody at the table decides anything. */
final class ThirdCardRule {
  /** Stands for the value of a third card that the player did not take. */
  static final int STOOD = -1;

  private ThirdCardRule() {}

  /** A card's points: ace 1, ten and pictures 0. */
  static int value(Card card) {
    return card.number() < 10 ? card.number() : 0;
  }

  /** A hand's points, 0–9. */
  static int total(List<Card> hand) {
    int sum = 0;
    for (Card card : hand) {
      sum += value(card);
    }
    return sum % 10;
  }

  /** Whether the player takes a third card, given both totals of two cards. */
  static boolean playerDraws(int player, int banker) {
    return !natural(player, banker) && player <= 5;
  }

  /**
   * Whether the banker takes a third card.
   *
   * @param playerThird points of the player's third card, or {@link #STOOD}
   */
  static boolean bankerDraws(int player, int banker, int playerThird) {
    if (natural(player, banker)) {
      return false;
    }
    if (playerThird == STOOD) {
      return banker <= 5;
    }
    return switch (banker) {
      case 0, 1, 2 -> true;
      case 3 -> playerThird != 8;
      case 4 -> playerThird >= 2 && playerThird <= 7;
      case 5 -> playerThird >= 4 && playerThird <= 7;
      case 6 -> playerThird == 6 || playerThird == 7;
      default -> false;
    };
  }

  /** Whether hands of two or three cards each are what the rule makes of their first cards. */
  static boolean obeyed(List<Card> player, List<Card> banker) {
    int playerTwo = total(player.subList(0, 2));
    int bankerTwo = total(banker.subList(0, 2));
    if (playerDraws(playerTwo, bankerTwo) != (player.size() == 3)) {
      return false;
    }
    int playerThird = player.size() == 3 ? value(player.get(2)) : STOOD;
    return bankerDraws(playerTwo, bankerTwo, playerThird) == (banker.size() == 3);
  }

  private static boolean natural(int player, int banker) {
    return player >= 8 || banker >= 8;
  }
}
