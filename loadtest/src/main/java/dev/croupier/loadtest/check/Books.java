package dev.croupier.loadtest.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One player's own books at one table: what was placed and answered, what must come of it by {@link
 * PayTable}, and where the server says otherwise. One thread.
 *
 * <p>Each fault is counted once, under its own name: having found a bet paid one unit too much, the
 * books expect that unit in the wallet. Bounded by what the player itself places; of rounds that
 * are over the last {@value #KEPT_ROUNDS} are kept, for corrections and late repeats.
 */
public final class Books {
  private static final int KEPT_ROUNDS = 16;

  /** What an answer says. */
  public enum Verdict {
    /** The slip stands; stored. */
    ACCEPTED,
    /** It does not; stored. */
    REFUSED,
    /** It was not looked at; stored nowhere. */
    ERROR
  }

  /**
   * An answer to a slip.
   *
   * @param bytes the whole body, as it came
   * @param balanceMinor the wallet after it, if it was accepted
   * @param tableTime when it left the server; 0 if that is not known
   */
  public record Answer(Verdict verdict, String bytes, long balanceMinor, long tableTime) {}

  /**
   * A bet of a round that is over, as the server tells it.
   *
   * @param idempotencyKey whose slip
   * @param creditMinor payout, stake included
   */
  public record Settled(String idempotencyKey, long stakeMinor, long creditMinor) {}

  private final Ledger ledger;
  private final Map<String, RoundPage> rounds = new LinkedHashMap<>();
  private final Map<String, RoundPage> roundOf = new HashMap<>();
  private final SequenceWatch sequence = new SequenceWatch();
  private long balanceMinor;

  /** By how much the last balance told differs from the books; found, and not to be found again. */
  private long offMinor;

  private long accepted;
  private long refused;
  private long settledRounds;
  private long voidRounds;
  private long answeredAfterClose;
  private long forgottenUnanswered;

  /** Books of a player whose wallet holds this now, nothing at stake. */
  public Books(String player, long openingMinor) {
    this.ledger = new Ledger(player);
    this.balanceMinor = openingMinor;
  }

  /** The numbers of the session's messages. */
  public SequenceWatch sequence() {
    return sequence;
  }

  /** A round may be bet in. */
  public void opened(String round, PayTable table, long closesAt) {
    if (rounds.putIfAbsent(round, new RoundPage(round, table, closesAt)) == null
        && rounds.size() > KEPT_ROUNDS) {
      forget(rounds.values().iterator().next());
    }
  }

  /**
   * A slip goes out, in a round that was opened.
   *
   * @param late it surely arrives after the round's close, and must be refused
   */
  public void placed(String key, String round, String spot, long stakeMinor, boolean late) {
    RoundPage page = rounds.get(round);
    if (page.slips.isEmpty()
        && rounds.values().stream().allMatch(each -> each.over || each.slips.isEmpty())) {
      page.openingMinor = OptionalLong.of(balanceMinor);
      page.toldMinor = OptionalLong.empty();
    }
    page.slips.put(key, new Slip(key, spot, stakeMinor, late));
    roundOf.put(key, page);
  }

  /** The very same slip goes out again. */
  public void repeated(String key) {
    Slip slip = slip(key);
    if (slip != null) {
      slip.sent++;
    }
  }

  /** The connection is gone: what is open on it need not be answered by itself. */
  public void cut() {
    rounds.values().stream()
        .flatMap(page -> page.slips.values().stream())
        .filter(slip -> slip.answers == 0)
        .forEach(slip -> slip.excused = true);
  }

  /** An answer came over the socket. */
  public void answered(String key, Answer answer) {
    Slip slip = slip(key);
    if (slip == null) {
      if (answer.verdict() == Verdict.ACCEPTED) {
        ledger.found(Fault.DOUBLED, "accepted, but never placed: " + key);
      }
      return;
    }
    slip.answers++;
    if (slip.answers > slip.sent) {
      ledger.found(Fault.DOUBLED, "answered more often than asked: " + key);
    }
    if (answer.verdict() == Verdict.ERROR) {
      slip.errors++;
      if (slip.state == Slip.State.OPEN && slip.errors >= slip.sent) {
        slip.state = Slip.State.REFUSED;
        refused++;
      }
      return;
    }
    RoundPage page = roundOf.get(key);
    if (slip.answer == null && answer.verdict() == Verdict.ACCEPTED && !slip.late) {
      // Its first answer, to its only sending, came behind the result: it was decided after it.
      if (page.outcome != null && slip.sent == 1 && !slip.excused) {
        ledger.found(Fault.LATE_ACCEPTED, "accepted after the result: " + key);
      } else if (answer.tableTime() >= page.closesAt) {
        answeredAfterClose++;
      }
    }
    learned(key, answer);
  }

  /** What the server has stored under a key, asked for by itself. */
  public void learned(String key, Answer answer) {
    Slip slip = slip(key);
    if (slip == null || answer.verdict() == Verdict.ERROR) {
      return;
    }
    if (slip.answer != null) {
      if (!slip.answer.equals(answer.bytes())) {
        ledger.found(Fault.CHANGED_ANSWER, "a repeat of " + key + " has another answer");
      }
      return;
    }
    slip.answer = answer.bytes();
    if (answer.verdict() == Verdict.REFUSED) {
      if (slip.state == Slip.State.OVER) {
        ledger.found(Fault.DOUBLED, "refused, but settled: " + key);
      }
      slip.state = slip.state == Slip.State.OPEN ? Slip.State.REFUSED : slip.state;
      refused++;
      return;
    }
    accepted++;
    slip.balanceMinor = answer.balanceMinor();
    if (slip.late) {
      ledger.found(Fault.LATE_ACCEPTED, "placed after the close, and accepted: " + key);
    }
    if (slip.state != Slip.State.OVER) {
      slip.state = Slip.State.ACCEPTED;
      balanceMinor -= slip.stakeMinor;
    }
  }

  /** A wallet told by itself. */
  public void told(long toldMinor) {
    for (RoundPage page : rounds.values()) {
      if (!page.over && page.openingMinor.isPresent()) {
        page.toldMinor = OptionalLong.of(toldMinor);
      }
    }
  }

  /** The result of a round is being checked: another one may follow. */
  public void held(String round) {
    RoundPage page = rounds.get(round);
    if (page != null) {
      page.held = true;
    }
  }

  /** A round's result. */
  public void result(String round, Outcome outcome) {
    RoundPage page = rounds.get(round);
    if (page == null || outcome.equals(page.outcome)) {
      return;
    }
    if (!page.table.possible(outcome)) {
      ledger.found(Fault.IMPOSSIBLE_RESULT, "round " + round + " cannot end so: " + outcome);
    }
    if (page.outcome == null || page.held) {
      page.outcome = outcome;
      page.held = false;
    } else if (page.over) {
      page.corrected = outcome;
    } else {
      ledger.found(Fault.CHANGED_RESULT, "round " + round + " has two results");
      page.outcome = outcome;
    }
  }

  /**
   * A round was settled; {@code bets} are all of the player's in it, by the server.
   *
   * @param balance the wallet after it, if that was told
   */
  public void settled(String round, List<Settled> bets, OptionalLong balance) {
    RoundPage page = rounds.get(round);
    if (page == null) {
      ledger.found(Fault.DOUBLED, bets.size(), "settled, but never placed: in round " + round);
      return;
    }
    page.settledMessages++;
    if (page.settledMessages > 1) {
      ledger.found(Fault.DOUBLED, "settled again: round " + round);
    } else if (!page.over) {
      end(page, bets, false, balance);
    }
  }

  /** A round was found settled by asking for it, its message having been missed. */
  public void foundSettled(String round, List<Settled> bets) {
    RoundPage page = rounds.get(round);
    if (page != null && !page.over) {
      end(page, bets, false, OptionalLong.empty());
    }
  }

  /** A round is void: all stakes come back; {@code bets} are all of the player's in it. */
  public void voided(String round, List<Settled> bets) {
    RoundPage page = rounds.get(round);
    if (page != null && !page.over) {
      end(page, bets, true, OptionalLong.empty());
    }
  }

  /** A settled round was paid again, by a corrected result. */
  public void resettled(String round, List<Settled> bets, OptionalLong balance) {
    RoundPage page = rounds.get(round);
    if (page == null) {
      return;
    }
    page.outcome = page.corrected == null ? page.outcome : page.corrected;
    page.corrected = null;
    for (Settled bet : bets) {
      Slip slip = page.slips.get(bet.idempotencyKey());
      if (slip == null || slip.state != Slip.State.OVER) {
        ledger.found(Fault.DOUBLED, "settled again, but never before: " + bet.idempotencyKey());
        continue;
      }
      balanceMinor += bet.creditMinor() - slip.creditMinor;
      slip.creditMinor = bet.creditMinor();
      page.judge(ledger, slip, bet, page.due(slip));
    }
    compare("after the correction of round " + round, balance);
  }

  /** Slips without any answer yet. */
  public List<String> open() {
    return rounds.values().stream()
        .flatMap(page -> page.slips.values().stream())
        .filter(slip -> slip.answers == 0 && slip.answer == null)
        .map(slip -> slip.key)
        .toList();
  }

  /** Whether a wallet is as it must be now. */
  public boolean agrees(long walletMinor, long walletOpenMinor) {
    boolean asBooked = walletMinor == balanceMinor || walletMinor == balanceMinor + offMinor;
    return asBooked && walletOpenMinor == openStakesMinor();
  }

  /** The wallet at the end. */
  public void wallet(long walletMinor, long walletOpenMinor) {
    if (!agrees(walletMinor, walletOpenMinor)) {
      ledger.found(
          Fault.WRONG_WALLET,
          "the wallet holds %d and %d at stake, by the books it is %d and %d"
              .formatted(walletMinor, walletOpenMinor, balanceMinor, openStakesMinor()));
    }
  }

  /** What was found so far. */
  public Findings findings() {
    Map<Fault, Long> faults = new HashMap<>(ledger.faults());
    long missing =
        rounds.values().stream()
            .flatMap(page -> page.slips.values().stream())
            .filter(Slip::missing)
            .count();
    faults.merge(Fault.UNANSWERED, missing + forgottenUnanswered, Long::sum);
    faults.merge(
        Fault.CHANGED_RESULT,
        rounds.values().stream().filter(page -> page.corrected != null).count(),
        Long::sum);
    faults.merge(Fault.SEQUENCE_HOLE, sequence.holes(), Long::sum);
    faults.merge(Fault.SEQUENCE_REPEAT, sequence.repeats(), Long::sum);
    return new Findings(
        accepted,
        refused,
        settledRounds,
        voidRounds,
        answeredAfterClose,
        faults,
        ledger.examples());
  }

  private void end(RoundPage page, List<Settled> bets, boolean isVoid, OptionalLong balance) {
    page.over = true;
    if (isVoid) {
      voidRounds++;
    } else if (!page.slips.isEmpty()) {
      settledRounds++;
    }
    List<Slip> unknown = page.unseen(bets);
    boolean followed = page.openingMinor.isPresent();
    long stakes = unknown.stream().mapToLong(slip -> slip.stakeMinor).sum();
    balanceMinor = followed ? page.follow(ledger, unknown, offMinor) : balanceMinor - stakes;
    Set<String> told = new HashSet<>();
    List<Slip> paid = new ArrayList<>();
    int wrong = 0;
    for (Settled bet : bets) {
      Slip slip = page.slips.get(bet.idempotencyKey());
      if (slip == null || !told.add(slip.key) || slip.state != Slip.State.ACCEPTED) {
        ledger.found(
            Fault.DOUBLED, "settled, but never accepted or twice: " + bet.idempotencyKey());
        continue;
      }
      slip.state = Slip.State.OVER;
      slip.creditMinor = bet.creditMinor();
      balanceMinor += bet.creditMinor();
      paid.add(slip);
      OptionalLong due = isVoid ? OptionalLong.of(slip.stakeMinor) : page.due(slip);
      wrong += page.judge(ledger, slip, bet, due) ? 0 : 1;
    }
    if (wrong > 1 && !isVoid && page.paidByAnotherResult(paid)) {
      ledger.found(Fault.CHANGED_RESULT, "paid by another result: round " + page.id);
    }
    for (Slip slip : page.slips.values()) {
      if (slip.state == Slip.State.ACCEPTED) {
        slip.state = Slip.State.OVER;
        ledger.found(Fault.LOST, "accepted, but not settled with its round: " + slip.key);
      }
    }
    if (followed) {
      page.checkTold(ledger, balanceMinor);
      compare("after round " + page.id, balance);
    }
  }

  private void compare(String when, OptionalLong told) {
    if (told.isPresent()) {
      long off = told.getAsLong() - balanceMinor;
      if (off != 0 && off != offMinor) {
        ledger.found(
            Fault.WRONG_BALANCE,
            when + " it is told " + told.getAsLong() + ", by the books it is " + balanceMinor);
      }
      offMinor = off;
    }
  }

  private Slip slip(String key) {
    RoundPage page = roundOf.get(key);
    return page == null ? null : page.slips.get(key);
  }

  private long openStakesMinor() {
    return rounds.values().stream()
        .flatMap(page -> page.slips.values().stream())
        .filter(slip -> slip.state == Slip.State.ACCEPTED)
        .mapToLong(slip -> slip.stakeMinor)
        .sum();
  }

  private void forget(RoundPage page) {
    if (page.over || page.slips.isEmpty()) {
      rounds.remove(page.id);
      forgottenUnanswered += page.slips.values().stream().filter(Slip::missing).count();
      page.slips.keySet().forEach(roundOf::remove);
    }
  }
}
