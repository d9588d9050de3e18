package dev.croupier.gateway.rounds.table;

import dev.croupier.gateway.rounds.event.Bet;
import dev.croupier.gateway.rounds.event.LimitSet;
import dev.croupier.gateway.rounds.event.Wallet;
import java.util.List;

/**
 * What a player finds when he sits down: committed figures, absolute.
 *
 * @param openBets his bets at the table that are not decided
 * @param limitsVer of the round under way, or of the next one
 * @param limits that apply to him, or null if the table does not play in his currency
 */
public record Seat(Wallet wallet, List<Bet> openBets, String limitsVer, LimitSet limits) {
  /** Copies the bets. */
  public Seat {
    openBets = List.copyOf(openBets);
  }
}
