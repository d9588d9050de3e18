package dev.croupier.gateway.rounds.shard;

import dev.croupier.gateway.rounds.event.Answers;
import dev.croupier.gateway.rounds.event.Command;
import dev.croupier.gateway.rounds.event.Currencies;
import dev.croupier.gateway.rounds.event.Fact;
import dev.croupier.gateway.rounds.event.Refusal;
import dev.croupier.gateway.rounds.event.Stamp;
import dev.croupier.gateway.rounds.event.Wallet;
import dev.croupier.gateway.rounds.ledger.Account;
import dev.croupier.gateway.rounds.ledger.Change;
import dev.croupier.gateway.rounds.ledger.Postings;
import java.util.List;

/** Decides deposits. Pure: reads the view, changes nothing. */
final class DepositDecider {
  private final ShardView view;

  DepositDecider(ShardView view) {
    this.view = view;
  }

  Decision decide(Command.Deposit deposit, Stamp at) {
    if (Currencies.exponent(deposit.currency()).isEmpty()) {
      return Decision.only(
          Answers.refused(
              deposit.key(), Refusal.CURRENCY_MISMATCH, "not a currency: " + deposit.currency()));
    }
    Wallet before = view.wallet(deposit.licensee(), deposit.player());
    if (before == null) {
      before = Wallet.empty(deposit.licensee(), deposit.player(), deposit.currency());
    }
    if (!before.currency().equals(deposit.currency())) {
      return Decision.only(
          Answers.refused(
              deposit.key(), Refusal.CURRENCY_MISMATCH, "the wallet holds " + before.currency()));
    }
    long sum = before.balanceMinor() + before.openStakesMinor();
    if (deposit.amountMinor() <= 0 || deposit.amountMinor() > BetDecider.MAX_BALANCE - sum) {
      return Decision.only(
          Answers.refused(
              deposit.key(), Refusal.INVALID_STAKE, deposit.amountMinor() + " cannot be added"));
    }
    Wallet after = before.plus(deposit.amountMinor(), 0);
    Postings postings =
        new Postings()
            .move(
                Account.cashier(deposit.licensee(), deposit.currency()),
                Account.wallet(deposit.licensee(), deposit.player(), deposit.currency()),
                deposit.amountMinor());
    return new Decision(
        Answers.deposited(after),
        null,
        postings.entries(),
        List.of(new Change.WalletIs(after)),
        List.of(new Fact.BalanceChanged(at, after, deposit.because())),
        false);
  }
}
