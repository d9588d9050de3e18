package dev.croupier.gateway.rounds.event;

import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.TableId;
import java.util.List;

/**
 * Something that is committed and will never be taken back. Immutable. A decision may make several
 * facts; they come in their order under one {@link Stamp}.
 */
public sealed interface Fact {
  /** The version of these shapes. */
  int EVENT_VER = 1;

  /** Which decision. */
  Stamp at();

  /** About one round; carries the round as it stands after the decision. */
  sealed interface OfRound extends Fact {
    /** The round after the decision. */
    Round round();

    /** Its table. */
    default TableId table() {
      return round().table();
    }
  }

  /** Bets are taken. */
  record RoundOpened(Stamp at, Round round) implements OfRound {}

  /** No more bets. */
  record RoundClosed(Stamp at, Round round) implements OfRound {}

  /**
   * Somebody has to look; alert.
   *
   * @param reason a code
   */
  record RoundHeld(Stamp at, Round round, String reason) implements OfRound {}

  /**
   * Its rules are unknown; alert.
   *
   * @param reason a code
   */
  record RoundParked(Stamp at, Round round, String reason) implements OfRound {}

  /** No spin; bets stand. */
  record RoundRespun(Stamp at, Round round) implements OfRound {}

  /**
   * On the way to the result.
   *
   * @param card or null
   * @param to or null
   * @param frame capture time, or the writer's time if none was given
   */
  record RoundProgressed(Stamp at, Round round, ProgressKind kind, Card card, String to, long frame)
      implements OfRound {}

  /** The result stands; it is in the round. */
  record RoundResulted(Stamp at, Round round) implements OfRound {}

  /** Every bet is paid. */
  record RoundSettled(Stamp at, Round round, List<PlayerOutcome> players) implements OfRound {}

  /** Every stake went back. */
  record RoundVoided(Stamp at, Round round, String reason, List<PlayerOutcome> players)
      implements OfRound {}

  /**
   * One player's part of a round's end.
   *
   * @param clientBuild of his first bet in the round, or null
   * @param bets in their final state
   * @param netMinor payouts less stakes; 0 for a void
   * @param balanceMinor afterwards
   */
  record PlayerOutcome(
      LicenseeId licensee,
      PlayerId player,
      String clientBuild,
      List<Bet> bets,
      long netMinor,
      long balanceMinor) {
    /** Copies the bets. */
    public PlayerOutcome {
      bets = List.copyOf(bets);
    }
  }

  /**
   * A slip or a cancel was decided; for its player alone.
   *
   * @param table or null, of a cancel that found no bet or a slip for no round
   * @param round or null, of a cancel that found no bet
   * @param key the command's idempotency key
   * @param answer the stored one
   */
  record BetDecided(
      Stamp at,
      LicenseeId licensee,
      PlayerId player,
      TableId table,
      RoundId round,
      String key,
      Answer answer)
      implements Fact {}

  /**
   * A wallet changed; for its player alone.
   *
   * @param because {@code bet}, {@code cancel}, {@code settled}, {@code void}, or a deposit's code
   */
  record BalanceChanged(Stamp at, Wallet wallet, String because) implements Fact {}

  /**
   * Something an operator must see; the round is unchanged.
   *
   * @param code stable
   */
  record Alert(Stamp at, Round round, String code, String detail) implements OfRound {}
}
