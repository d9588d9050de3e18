package dev.croupier.gateway.rounds.shard;

import dev.croupier.gateway.ids.BetId;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.ShardId;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.rounds.event.Answer;
import dev.croupier.gateway.rounds.event.Answers;
import dev.croupier.gateway.rounds.event.Bet;
import dev.croupier.gateway.rounds.event.BetState;
import dev.croupier.gateway.rounds.event.Command;
import dev.croupier.gateway.rounds.event.Currencies;
import dev.croupier.gateway.rounds.event.Fact;
import dev.croupier.gateway.rounds.event.LimitSet;
import dev.croupier.gateway.rounds.event.Refusal;
import dev.croupier.gateway.rounds.event.Round;
import dev.croupier.gateway.rounds.event.RoundState;
import dev.croupier.gateway.rounds.event.SlipItem;
import dev.croupier.gateway.rounds.event.StakeRange;
import dev.croupier.gateway.rounds.event.Stamp;
import dev.croupier.gateway.rounds.event.Wallet;
import dev.croupier.gateway.rounds.ledger.Account;
import dev.croupier.gateway.rounds.ledger.Change;
import dev.croupier.gateway.rounds.ledger.Postings;
import dev.croupier.gateway.rounds.ledger.StoredAnswer;
import dev.croupier.gateway.rounds.rules.Engine;
import dev.croupier.gateway.rounds.rules.Exposure;
import dev.croupier.gateway.rounds.rules.Ruleset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Decides slips and cancels. Pure: reads the view, changes nothing. */
final class BetDecider {
  /** Above it a wallet takes no deposit and places no bet, so that every payout still fits. */
  static final long MAX_BALANCE = Long.MAX_VALUE / 2;

  /** What a round may pay to one licensee's players at most: two such rounds still fit a wallet. */
  static final long MAX_PAYOUT = Long.MAX_VALUE / 4;

  private final ShardView view;
  private final Function<String, Optional<Ruleset>> rules;

  /**
   * A decider over a view.
   *
   * @param rules by {@code calcVer}
   */
  BetDecider(ShardView view, Function<String, Optional<Ruleset>> rules) {
    this.view = view;
    this.rules = rules;
  }

  /** A refusal on its way to an answer. */
  private record Refused(Refusal refusal, String detail) {}

  Decision place(Command.BetPlace slip, Stamp at, long epoch) {
    Wallet wallet = view.wallet(slip.licensee(), slip.player());
    RoundBook book = view.open(slip.round());
    Engine engine = null;
    boolean rulesMissing = false;
    if (book != null) {
      Optional<Ruleset> ruleset = pinned(rules, book.round());
      engine = ruleset.map(Ruleset::engine).orElse(null);
      rulesMissing = ruleset.isEmpty();
    }
    Refused refused = refusal(slip, at, wallet, book, engine);
    Decision decision =
        refused == null ? accept(slip, at, epoch, wallet) : reject(slip, at, wallet, refused);
    return rulesMissing ? decision.withRulesMissing() : decision;
  }

  private Decision reject(Command.BetPlace slip, Stamp at, Wallet wallet, Refused refused) {
    var answer =
        Answers.rejected(
            slip, wallet == null ? 0 : wallet.balanceMinor(), refused.refusal, refused.detail);
    return new Decision(
        answer, null, List.of(), List.of(), List.of(placed(slip, at, answer)), false);
  }

  private Decision accept(Command.BetPlace slip, Stamp at, long epoch, Wallet wallet) {
    long stake = total(slip);
    Bet bet =
        new Bet(
            slip.licensee(),
            betId(at.shard(), epoch, at.seq()),
            slip.key(),
            slip.round(),
            slip.player(),
            slip.currency(),
            slip.clientBuild(),
            slip.contractVer(),
            BetState.ACCEPTED,
            slip.items(),
            stake,
            null,
            at.seq(),
            at.ts());
    Wallet after = wallet.plus(-stake, stake);
    Postings postings =
        new Postings()
            .move(
                Account.wallet(slip.licensee(), slip.player(), slip.currency()),
                Account.stakes(slip.licensee(), slip.round(), slip.currency()),
                stake);
    var answer = Answers.accepted(bet, after);
    return new Decision(
        answer,
        bet.id(),
        postings.entries(),
        List.of(new Change.BetNew(bet), new Change.WalletIs(after)),
        List.of(placed(slip, at, answer), new Fact.BalanceChanged(at, after, "bet")),
        false);
  }

  /** The refusals in their order; null if the slip stands. Every check looks at all items. */
  private Refused refusal(
      Command.BetPlace slip, Stamp at, Wallet wallet, RoundBook book, Engine engine) {
    StoredAnswer before = view.answer(slip.licensee(), slip.key());
    if (before != null && before.isTombstone()) {
      return new Refused(Refusal.CANCELLED_BEFORE, "it was cancelled before it came");
    }
    if (book == null && view.round(slip.round()) == null) {
      return new Refused(Refusal.UNKNOWN_ROUND, "there is no round " + slip.round());
    }
    if (Currencies.exponent(slip.currency()).isEmpty()
        || (wallet != null && !wallet.currency().equals(slip.currency()))) {
      return new Refused(Refusal.CURRENCY_MISMATCH, "the wallet does not hold " + slip.currency());
    }
    Optional<LimitSet> limits =
        book == null
            ? Optional.empty()
            : book.limits().find(slip.licensee(), slip.limitGroup(), slip.currency());
    if (book != null && limits.isEmpty()) {
      return new Refused(
          Refusal.CURRENCY_MISMATCH, "the table does not play in " + slip.currency());
    }
    if (book == null || !takesBets(book.round(), at.ts()) || engine == null) {
      return new Refused(Refusal.BETTING_CLOSED, "no more bets on " + slip.round());
    }
    Refused items = itemRefusal(slip, limits.get(), book, engine);
    return items != null ? items : sumRefusal(slip, limits.get(), wallet, book, engine);
  }

  /** The rules a round was opened under; a {@code calcVer} that means something else is unknown. */
  static Optional<Ruleset> pinned(Function<String, Optional<Ruleset>> rules, Round round) {
    return rules
        .apply(round.calcVer())
        .filter(ruleset -> ruleset.rulesHash().equals(round.rulesHash()));
  }

  /** Whether a bet may be taken: the one rule of the close. */
  static boolean takesBets(Round round, long ts) {
    return round.state() == RoundState.BETTING && ts < round.closesAt();
  }

  private static Refused itemRefusal(
      Command.BetPlace slip, LimitSet limits, RoundBook book, Engine engine) {
    for (SlipItem item : slip.items()) {
      if (!engine.knows(item.spot())) {
        return new Refused(Refusal.UNKNOWN_SPOT, "there is no spot " + item.spot());
      }
    }
    for (SlipItem item : slip.items()) {
      if (item.stakeMinor() <= 0) {
        return new Refused(Refusal.INVALID_STAKE, item.stakeMinor() + " is no stake");
      }
    }
    for (SlipItem item : slip.items()) {
      long min = limits.range(item.spot()).minMinor();
      if (item.stakeMinor() < min) {
        return new Refused(
            Refusal.BELOW_MINIMUM, item.spot() + ": " + item.stakeMinor() + " is below " + min);
      }
    }
    RoundBook.PlayerStakes own = book.player(slip.licensee(), slip.player());
    Map<String, Long> onSpot = new HashMap<>();
    for (SlipItem item : slip.items()) {
      long max = limits.range(item.spot()).maxMinor();
      long before = onSpot.computeIfAbsent(item.spot(), own::onSpot);
      // Written so that it cannot overflow: both sides are within 0 and max.
      if (item.stakeMinor() > max - Math.min(before, max)) {
        return new Refused(
            Refusal.ABOVE_MAXIMUM,
            item.spot() + ": " + item.stakeMinor() + " on " + before + " is above " + max);
      }
      onSpot.put(item.spot(), before + item.stakeMinor());
    }
    for (SlipItem item : slip.items()) {
      StakeRange range = limits.range(item.spot());
      if (item.stakeMinor() % range.stepMinor() != 0) {
        return new Refused(
            Refusal.STEP,
            item.spot() + ": " + item.stakeMinor() + " is no multiple of " + range.stepMinor());
      }
    }
    return null;
  }

  private static Refused sumRefusal(
      Command.BetPlace slip, LimitSet limits, Wallet wallet, RoundBook book, Engine engine) {
    RoundBook.PlayerStakes own = book.player(slip.licensee(), slip.player());
    long left = limits.tableMaxMinor() - Math.min(own.total(), limits.tableMaxMinor());
    for (SlipItem item : slip.items()) {
      if (item.stakeMinor() > left) {
        return new Refused(
            Refusal.TABLE_LIMIT, "the table takes " + limits.tableMaxMinor() + " of one player");
      }
      left -= item.stakeMinor();
    }
    long balance = wallet == null ? 0 : wallet.balanceMinor();
    if (balance > MAX_BALANCE || !withinLiability(slip, limits, book, engine)) {
      return new Refused(
          Refusal.LIABILITY_LIMIT, "the round takes no more liability on these spots");
    }
    if (own.slips() >= RoundBook.MAX_SLIPS_PER_PLAYER || book.slips() >= RoundBook.MAX_SLIPS) {
      return new Refused(Refusal.LIMIT_REACHED, "too many slips in this round");
    }
    long stake = total(slip);
    if (stake > balance) {
      return new Refused(
          Refusal.INSUFFICIENT_FUNDS, "the slip needs " + stake + ", there is " + balance);
    }
    return null;
  }

  /** Also refuses what could not be settled because a payout would not fit 64 bits. */
  private static boolean withinLiability(
      Command.BetPlace slip, LimitSet limits, RoundBook book, Engine engine) {
    try {
      Exposure tried = book.exposure(slip.licensee(), slip.currency(), engine).copy();
      for (SlipItem item : slip.items()) {
        tried.add(item.spot(), item.stakeMinor());
      }
      return tried.worstCreditMinor() <= MAX_PAYOUT
          && tried.liabilityMinor() <= limits.liabilityMinor();
    } catch (ArithmeticException e) {
      return false;
    }
  }

  Decision cancel(Command.BetCancel cancel, Stamp at) {
    Wallet wallet = view.wallet(cancel.licensee(), cancel.player());
    long balance = wallet == null ? 0 : wallet.balanceMinor();
    Bet bet = null;
    if (cancel.bet() != null) {
      bet = view.bet(cancel.licensee(), cancel.bet());
      if (bet == null || !bet.player().equals(cancel.player())) {
        return decided(
            cancel,
            at,
            null,
            Answers.notCancelled(
                cancel, null, balance, Refusal.UNKNOWN_BET, "there is no bet " + cancel.bet()));
      }
    } else {
      StoredAnswer placed = view.answer(cancel.licensee(), cancel.placeKey());
      if (placed == null) {
        return tombstone(cancel, at, balance);
      }
      if (placed.isTombstone()) {
        return decided(cancel, at, null, Answers.cancelledNothing(cancel, balance));
      }
      if (!cancel.player().equals(placed.player())) {
        return decided(
            cancel,
            at,
            null,
            Answers.notCancelled(
                cancel, null, balance, Refusal.UNKNOWN_BET, "there is no bet of this key"));
      }
      bet = placed.bet() == null ? null : view.bet(cancel.licensee(), placed.bet());
      if (bet == null) {
        // It was refused, or the key belongs to no bet: nothing stands, nothing to take back.
        return decided(cancel, at, null, Answers.cancelledNothing(cancel, balance));
      }
    }
    return cancel(cancel, at, bet, wallet);
  }

  private Decision cancel(Command.BetCancel cancel, Stamp at, Bet bet, Wallet wallet) {
    if (bet.state() == BetState.CANCELLED) {
      return decided(cancel, at, bet, Answers.cancelled(cancel, bet, wallet.balanceMinor()));
    }
    RoundBook book = view.open(bet.round());
    if (book == null || !takesBets(book.round(), at.ts())) {
      return decided(
          cancel,
          at,
          bet,
          Answers.notCancelled(
              cancel,
              bet,
              wallet.balanceMinor(),
              Refusal.BETTING_CLOSED,
              "no more changes on " + bet.round()));
    }
    Bet after = bet.ended(BetState.CANCELLED);
    Wallet richer = wallet.plus(bet.stakeMinor(), -bet.stakeMinor());
    Postings postings =
        new Postings()
            .move(
                Account.stakes(bet.licensee(), bet.round(), bet.currency()),
                Account.wallet(bet.licensee(), bet.player(), bet.currency()),
                bet.stakeMinor());
    var answer = Answers.cancelled(cancel, after, richer.balanceMinor());
    return new Decision(
        answer,
        null,
        postings.entries(),
        List.of(new Change.BetIs(after), new Change.WalletIs(richer)),
        List.of(told(cancel, at, bet, answer), new Fact.BalanceChanged(at, richer, "cancel")),
        false);
  }

  private Decision tombstone(Command.BetCancel cancel, Stamp at, long balance) {
    var answer = Answers.cancelledNothing(cancel, balance);
    return new Decision(
        answer,
        null,
        List.of(),
        List.of(new Change.Tombstone(cancel.licensee(), cancel.placeKey(), cancel.player())),
        List.of(told(cancel, at, null, answer)),
        false);
  }

  private Decision decided(Command.BetCancel cancel, Stamp at, Bet bet, Answer answer) {
    return new Decision(
        answer, null, List.of(), List.of(), List.of(told(cancel, at, bet, answer)), false);
  }

  private Fact placed(Command.BetPlace slip, Stamp at, Answer answer) {
    return new Fact.BetDecided(
        at,
        slip.licensee(),
        slip.player(),
        tableOf(slip.round()),
        slip.round(),
        slip.key(),
        answer);
  }

  private Fact told(Command.BetCancel cancel, Stamp at, Bet bet, Answer answer) {
    RoundId round = bet == null ? null : bet.round();
    return new Fact.BetDecided(
        at, cancel.licensee(), cancel.player(), tableOf(round), round, cancel.key(), answer);
  }

  private TableId tableOf(RoundId id) {
    Round round = id == null ? null : view.round(id);
    return round == null ? null : round.table();
  }

  /** Readable, and unique for ever: the epoch tells a restored shard's numbers from lost ones. */
  static BetId betId(ShardId shard, long epoch, long seq) {
    return new BetId(shard + "-" + epoch + "-" + seq);
  }

  private static long total(Command.BetPlace slip) {
    long sum = 0;
    for (SlipItem item : slip.items()) {
      sum = Math.addExact(sum, item.stakeMinor());
    }
    return sum;
  }
}
