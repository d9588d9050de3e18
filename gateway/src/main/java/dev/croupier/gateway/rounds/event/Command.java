package dev.croupier.gateway.rounds.event;

import dev.croupier.gateway.ids.BetId;
import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.TableId;
import java.util.List;

/**
 * What somebody wants of the rounds plane. Immutable; decided by the shard's writer.
 *
 * <p>Its <em>fields</em> are what the caller asked for: their canonical bytes make the request hash
 * by which a repeat is known. Its <em>context</em> is what we add when it comes (pins, who sent
 * it): recorded, so that a replay decides the same, but a repeat may differ in it.
 */
public sealed interface Command {
  /** The scope of the key. */
  LicenseeId licensee();

  /** The idempotency key. */
  String key();

  /** The stable name of the kind. */
  String kind();

  /** The player who sent it, or null. */
  default PlayerId sender() {
    return null;
  }

  /**
   * A slip, all or nothing.
   *
   * @param currency of the player's token
   * @param limitGroup context: the player class, or null
   * @param clientBuild context: the build that sent it, or null
   * @param contractVer context: the contract it spoke
   */
  record BetPlace(
      LicenseeId licensee,
      String key,
      PlayerId player,
      RoundId round,
      List<SlipItem> items,
      String currency,
      String limitGroup,
      String clientBuild,
      int contractVer)
      implements Command {
    /** Copies the items and checks their bound. */
    public BetPlace {
      items = List.copyOf(items);
      if (items.isEmpty() || items.size() > SlipItem.MAX_ITEMS) {
        throw new IllegalArgumentException("a slip of " + items.size() + " items");
      }
    }

    @Override
    public String kind() {
      return "bet.place";
    }

    @Override
    public PlayerId sender() {
      return player;
    }
  }

  /**
   * Takes a bet back, by its id or by the key it was placed with; the latter may overtake its bet.
   *
   * @param bet or null
   * @param placeKey or null; exactly one of both
   */
  record BetCancel(LicenseeId licensee, String key, PlayerId player, BetId bet, String placeKey)
      implements Command {
    /** Checks that it names one bet, and not itself. */
    public BetCancel {
      if ((bet == null) == (placeKey == null) || key.equals(placeKey)) {
        throw new IllegalArgumentException("a cancel names a bet or another key");
      }
    }

    @Override
    public String kind() {
      return "bet.cancel";
    }

    @Override
    public PlayerId sender() {
      return player;
    }
  }

  /**
   * Money into a wallet; the first one makes the wallet and fixes its currency.
   *
   * @param because a code of the feed, for example {@code welcome}
   */
  record Deposit(
      LicenseeId licensee,
      String key,
      PlayerId player,
      long amountMinor,
      String currency,
      String because)
      implements Command {
    @Override
    public String kind() {
      return "cashier.deposit";
    }

    @Override
    public PlayerId sender() {
      return player;
    }
  }

  /**
   * The next round of a table.
   *
   * @param bettingUs how long bets are taken, µs
   * @param displayGraceUs context: how much earlier the countdown shown ends, µs
   * @param calcVer context: pinned
   * @param rulesHash context: pinned
   * @param limits context: pinned
   * @param by context: who opened it
   */
  record RoundOpen(
      LicenseeId licensee,
      String key,
      TableId table,
      long bettingUs,
      long displayGraceUs,
      String calcVer,
      String rulesHash,
      Limits limits,
      String by)
      implements Command {
    @Override
    public String kind() {
      return "round.open";
    }
  }

  /** A command to one round. */
  sealed interface OfRound extends Command {
    /** Which round. */
    RoundId round();

    /** Context: who sent it. */
    String by();
  }

  /** No more bets. */
  record RoundClose(LicenseeId licensee, String key, RoundId round, String by) implements OfRound {
    @Override
    public String kind() {
      return "round.close";
    }
  }

  /**
   * On the way to the result.
   *
   * @param card or null
   * @param to {@code player}, {@code banker} or null
   * @param frame capture time in table time, or null
   */
  record RoundProgress(
      LicenseeId licensee,
      String key,
      RoundId round,
      ProgressKind progress,
      Card card,
      String to,
      Long frame,
      String by)
      implements OfRound {
    @Override
    public String kind() {
      return "round.progress";
    }
  }

  /**
   * What was dealt.
   *
   * @param frame capture time in table time of the frame that shows it, or null for now
   */
  record RoundResult(
      LicenseeId licensee,
      String key,
      RoundId round,
      Result result,
      ResultSource source,
      Long frame,
      String by)
      implements OfRound {
    @Override
    public String kind() {
      return "round.result";
    }
  }

  /**
   * A supervisor's word on a round that is held or parked.
   *
   * @param frame or null
   */
  record RoundConfirm(
      LicenseeId licensee, String key, RoundId round, Result result, Long frame, String by)
      implements OfRound {
    @Override
    public String kind() {
      return "round.confirm";
    }
  }

  /** Pays a round whose result stands. */
  record RoundSettle(LicenseeId licensee, String key, RoundId round, String by) implements OfRound {
    @Override
    public String kind() {
      return "round.settle";
    }
  }

  /** Gives every stake back. */
  record RoundVoid(LicenseeId licensee, String key, RoundId round, VoidReason reason, String by)
      implements OfRound {
    @Override
    public String kind() {
      return "round.void";
    }
  }

  /** No spin: bets stand, the result is still to come. */
  record RoundRespin(LicenseeId licensee, String key, RoundId round, String by) implements OfRound {
    @Override
    public String kind() {
      return "round.respin";
    }
  }
}
