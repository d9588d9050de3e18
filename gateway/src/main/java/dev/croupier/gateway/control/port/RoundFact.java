package dev.croupier.gateway.control.port;

import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.TableId;
import java.util.Map;

/** What the rounds plane has committed. Times are table time in µs; JSON is UTF-8. */
public sealed interface RoundFact {
  /** A fact that everybody at a table sees. */
  sealed interface OfTable extends RoundFact {
    /** The table. */
    TableId table();

    /** The round. */
    RoundId round();
  }

  /**
   * Betting is open until {@code closesAt}; the countdown shown ends at {@code displayClosesAt}.
   */
  record RoundOpened(
      TableId table,
      RoundId round,
      String calcVer,
      String rulesHash,
      String limitsVer,
      long openedAt,
      long closesAt,
      long displayClosesAt)
      implements OfTable {}

  /** No more bets. */
  record RoundClosed(TableId table, RoundId round, long at) implements OfTable {}

  /** The result is being checked by a supervisor. */
  record RoundHeld(TableId table, RoundId round, String reason) implements OfTable {}

  /** The ball runs, a card falls; {@code card} and {@code to} may be null. */
  record RoundProgress(
      TableId table, RoundId round, String kind, String card, String to, long frame)
      implements OfTable {}

  /** The result and its frame. */
  record RoundResult(TableId table, RoundId round, byte[] resultJson, long frame)
      implements OfTable {}

  /** All credits are committed. */
  record RoundSettled(
      TableId table,
      RoundId round,
      String calcVer,
      String rulesHash,
      Map<PlayerRef, Settlement> players)
      implements OfTable {
    /** Copies the map. */
    public RoundSettled {
      players = Map.copyOf(players);
    }
  }

  /**
   * A player's part of a settled round.
   *
   * @param betsJson JSON array of his bets as {@code interfaces} shapes them
   * @param netMinor credits less stakes
   * @param balanceMinor after it
   */
  record Settlement(byte[] betsJson, long netMinor, long balanceMinor) {}

  /** The whole round is refunded. */
  record RoundVoided(TableId table, RoundId round, String reason, Map<PlayerRef, Refund> players)
      implements OfTable {
    /** Copies the map. */
    public RoundVoided {
      players = Map.copyOf(players);
    }
  }

  /** A player's refunded bets, a JSON array, and his balance after it. */
  record Refund(byte[] refundsJson, long balanceMinor) {}

  /** A wallet moved. */
  record BalanceChanged(
      PlayerRef player,
      long balanceMinor,
      long bonusMinor,
      long openStakesMinor,
      String currency,
      String because)
      implements RoundFact {}

  /**
   * A bet or its cancel was decided, through whichever door; the same answer the caller got.
   *
   * @param table null, with {@code round}, of a cancel that found no bet
   */
  record BetDecided(
      PlayerRef player, TableId table, RoundId round, String idempotencyKey, PortAnswer answer)
      implements RoundFact {}
}
