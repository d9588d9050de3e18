package dev.croupier.gateway.rounds.ledger;

import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.rounds.event.Bet;
import dev.croupier.gateway.rounds.event.Limits;
import dev.croupier.gateway.rounds.event.Round;
import java.util.List;
import java.util.Map;

/**
 * What the writer must have in memory to go on: everything that is not finished.
 *
 * @param seq of the last record, 0 if there is none
 * @param ts of the last record
 * @param epoch of this writer, just raised
 * @param head the chain's value
 * @param counters by table, the counter of its last round
 * @param open rounds that are neither settled nor void
 * @param recent the last results of each table, newest first
 */
public record Recovered(
    long seq,
    long ts,
    long epoch,
    byte[] head,
    Map<TableId, Long> counters,
    List<OpenRound> open,
    Map<TableId, List<Round>> recent) {
  /** How many results of each table are brought back: more than one shoe of baccarat has. */
  public static final int RECENT = 120;

  /** A round under way, its limits and its accepted bets, in the order they came. */
  public record OpenRound(Round round, Limits limits, List<Bet> bets) {}
}
