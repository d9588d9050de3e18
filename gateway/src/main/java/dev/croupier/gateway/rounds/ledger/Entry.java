package dev.croupier.gateway.rounds.ledger;

/**
 * One line of double entry; immutable, and never deleted: corrections are new lines.
 *
 * @param amountMinor added to the account; never 0
 */
public record Entry(Account account, long amountMinor) {
  /** Refuses a line that says nothing. */
  public Entry {
    if (amountMinor == 0) {
      throw new IllegalArgumentException("an entry of 0 on " + account.label());
    }
  }
}
