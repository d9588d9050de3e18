package dev.croupier.gateway.rounds.ledger;

import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.rounds.event.Bet;
import dev.croupier.gateway.rounds.event.Round;
import dev.croupier.gateway.rounds.event.RoundBets;
import dev.croupier.gateway.rounds.event.RoundStep;
import dev.croupier.gateway.rounds.event.Wallet;
import java.util.List;
import java.util.Optional;

/**
 * What doors read, as committed, on connections of their own: a slow reader never holds up the
 * writer. Any thread; may block. Everything of players is asked for by licensee.
 */
public interface LedgerReads {
  /** What a key was answered. */
  Optional<StoredAnswer> answer(LicenseeId licensee, String key);

  /** A round. */
  Optional<Round> round(RoundId round);

  /** A table's newest round, finished or not. */
  Optional<Round> latestRound(TableId table);

  /** A table's last rounds that have a result, newest first. */
  List<Round> lastResults(TableId table, int max);

  /**
   * The bets of a round, in the order they came.
   *
   * @param player only his, or null for all of the licensee
   */
  List<Bet> bets(LicenseeId licensee, RoundId round, PlayerId player);

  /** A player's bets that are not decided, in the order they came. */
  List<Bet> openBets(LicenseeId licensee, PlayerId player);

  /** A wallet. */
  Optional<Wallet> wallet(LicenseeId licensee, PlayerId player);

  /**
   * The rounds a player has bet on, newest first.
   *
   * @param fromTs table time in µs, inclusive
   * @param toTs exclusive
   */
  List<RoundBets> history(LicenseeId licensee, PlayerId player, long fromTs, long toTs, int max);

  /**
   * The journaled steps of a round: its own commands, and those of the licensee's bets in it.
   *
   * @param player only his bets, or null for all of the licensee
   */
  List<RoundStep> steps(LicenseeId licensee, RoundId round, PlayerId player);

  /** The canonical JSON of limits. */
  Optional<byte[]> limits(String limitsVer);
}
