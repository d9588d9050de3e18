package dev.croupier.gateway.rounds.rules;

import dev.croupier.gateway.rounds.event.BaccaratResult;
import dev.croupier.gateway.rounds.event.Card;
import java.util.List;

/**
 * A coup of punto banco reduced to what a bet can depend on.
 *
 * @param playerTotal 0–9
 * @param bankerTotal 0–9
 * @param playerCards 2 or 3
 * @param bankerCards 2 or 3
 * @param playerPair the player's first two cards have one rank
 * @param bankerPair the banker's first two cards have one rank
 */
record Coup(
    int playerTotal,
    int bankerTotal,
    int playerCards,
    int bankerCards,
    boolean playerPair,
    boolean bankerPair) {

  /** The reduction of a possible result. */
  static Coup of(BaccaratResult result) {
    List<Card> player = result.player();
    List<Card> banker = result.banker();
    return new Coup(
        ThirdCardRule.total(player),
        ThirdCardRule.total(banker),
        player.size(),
        banker.size(),
        player.get(0).rank() == player.get(1).rank(),
        banker.get(0).rank() == banker.get(1).rank());
  }

  boolean playerWins() {
    return playerTotal > bankerTotal;
  }

  boolean bankerWins() {
    return bankerTotal > playerTotal;
  }

  boolean tie() {
    return playerTotal == bankerTotal;
  }

  /** The banker wins with three cards of total 7. */
  boolean dragon7() {
    return bankerWins() && bankerCards == 3 && bankerTotal == 7;
  }

  /** The player wins with three cards of total 8. */
  boolean panda8() {
    return playerWins() && playerCards == 3 && playerTotal == 8;
  }
}
