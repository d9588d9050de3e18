package dev.croupier.loadtest.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** One round in a player's books. Owned by its books. */
final class RoundPage {
  final String id;
  final PayTable table;
  final long closesAt;
  final Map<String, Slip> slips = new LinkedHashMap<>();

  /** The wallet when the first slip went out; unknown while an earlier round is not over. */
  OptionalLong openingMinor = OptionalLong.empty();

  /** The wallet by the last {@code balance} message since then. */
  OptionalLong toldMinor = OptionalLong.empty();

  Outcome outcome;

  /** Another result came after it was settled: right if a correction of the round follows. */
  Outcome corrected;

  /** Balances that the wallet went through, by the books. */
  private final Set<Long> balances = new HashSet<>();

  /** Some stakes went out at a time that is not known: not every balance can be judged. */
  private boolean blind;

  boolean held;
  boolean over;
  int settledMessages;

  RoundPage(String id, PayTable table, long closesAt) {
    this.id = id;
    this.table = table;
    this.closesAt = closesAt;
  }

  /** What a slip must be paid by the announced result; empty without one, or an unknown spot. */
  OptionalLong due(Slip slip) {
    return outcome == null
        ? OptionalLong.empty()
        : table.credit(slip.spot, slip.stakeMinor, outcome);
  }

  /** Whether some other result than the announced one pays all bets as they were paid. */
  boolean paidByAnotherResult(List<Slip> paid) {
    return outcome != null
        && table.possible(outcome)
        && table.outcomes().stream()
            .anyMatch(
                each ->
                    paid.stream()
                        .allMatch(
                            slip ->
                                table
                                    .credit(slip.spot, slip.stakeMinor, each)
                                    .equals(OptionalLong.of(slip.creditMinor))));
  }

  /**
   * Follows the wallet from answer to answer and gives it after the last one. While betting is open
   * stakes only go out of it, so the order of decisions is that of falling balances, in whatever
   * order the answers came.
   *
   * @param offMinor by how much the last balance told was off: said already, if it was so indeed
   * @param unknown accepted without an answer to see: their stakes may have gone out at any time
   */
  long follow(Ledger ledger, List<Slip> unknown, long offMinor) {
    long balance = openingMinor.orElseThrow();
    long forgiven = offMinor;
    List<Slip> decided = new ArrayList<>();
    for (Slip slip : slips.values()) {
      boolean stands = slip.state == Slip.State.ACCEPTED || slip.state == Slip.State.OVER;
      if (stands && !unknown.contains(slip)) {
        decided.add(slip);
      }
    }
    decided.sort(Comparator.comparingLong((Slip slip) -> slip.balanceMinor).reversed());
    List<Slip> unseen = new ArrayList<>(unknown);
    unseen.sort(Comparator.comparingLong((Slip slip) -> slip.stakeMinor).reversed());
    balances.add(balance);
    for (Slip slip : decided) {
      long gone = balance - slip.stakeMinor - slip.balanceMinor;
      for (var each = unseen.iterator(); gone > 0 && each.hasNext(); ) {
        long stake = each.next().stakeMinor;
        if (stake <= gone) {
          gone -= stake;
          each.remove();
        }
      }
      gone += gone == -forgiven ? forgiven : 0;
      forgiven = 0;
      if (gone == slip.stakeMinor) {
        ledger.found(Fault.DOUBLED, "debited twice: " + slip.key);
      } else if (gone != 0) {
        ledger.found(
            Fault.WRONG_BALANCE,
            slip.key
                + " left "
                + slip.balanceMinor
                + ", by the books "
                + (slip.balanceMinor + gone));
      }
      balance = slip.balanceMinor;
      balances.add(balance);
    }
    for (Slip slip : unseen) {
      balance -= slip.stakeMinor;
    }
    blind = !unknown.isEmpty();
    return balance;
  }

  /** Whether the last balance told in this round is one that the books had, or this one now. */
  void checkTold(Ledger ledger, long nowMinor) {
    if (toldMinor.isPresent() && !blind) {
      long told = toldMinor.getAsLong();
      if (told != nowMinor && !balances.contains(told)) {
        ledger.found(
            Fault.WRONG_BALANCE, "a balance of " + told + " in round " + id + " that no bet left");
      }
    }
  }

  /** Bets that the server has, though their answers were not seen (yet): they count as accepted. */
  List<Slip> unseen(List<Books.Settled> bets) {
    List<Slip> unseen = new ArrayList<>();
    for (Books.Settled bet : bets) {
      Slip slip = slips.get(bet.idempotencyKey());
      if (slip != null && slip.state == Slip.State.OPEN) {
        slip.state = Slip.State.ACCEPTED;
        unseen.add(slip);
      }
    }
    return unseen;
  }

  /** Whether a bet was paid what is due; else it is found. */
  boolean judge(Ledger ledger, Slip slip, Books.Settled bet, OptionalLong due) {
    boolean right =
        bet.stakeMinor() == slip.stakeMinor
            && due.isPresent()
            && due.getAsLong() == bet.creditMinor();
    if (!right) {
      ledger.found(
          Fault.WRONG_PAYOUT,
          slip.spot
              + " of "
              + slip.stakeMinor
              + " at "
              + outcome
              + " was paid "
              + bet.creditMinor()
              + ", by the own table "
              + (due.isPresent() ? due.getAsLong() : "nothing is known"));
    }
    return right;
  }
}
