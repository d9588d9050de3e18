package dev.croupier.gateway.rounds.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the entries of one decision, balanced by construction and checked once more at the end.
 * One thread.
 */
public final class Postings {
  private final List<Entry> entries = new ArrayList<>();

  /**
   * Moves money; an amount of 0 moves nothing and leaves no entry.
   *
   * @param amountMinor negative moves it the other way
   * @throws IllegalArgumentException between licensees or currencies
   */
  public Postings move(Account from, Account to, long amountMinor) {
    if (!from.currency().equals(to.currency()) || !from.licensee().equals(to.licensee())) {
      throw new IllegalArgumentException("from " + from + " to " + to);
    }
    if (amountMinor != 0) {
      entries.add(new Entry(from, Math.negateExact(amountMinor)));
      entries.add(new Entry(to, amountMinor));
    }
    return this;
  }

  /** The entries, in the order they were made. */
  public List<Entry> entries() {
    checkBalanced(entries);
    return List.copyOf(entries);
  }

  /**
   * Σ entries = 0 for each licensee and currency.
   *
   * @throws IllegalStateException if not: a bug, and nothing may be committed
   */
  public static void checkBalanced(List<Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    Map<String, Long> sums = new HashMap<>();
    for (Entry entry : entries) {
      String of = entry.account().licensee() + " " + entry.account().currency();
      sums.merge(of, entry.amountMinor(), Math::addExact);
    }
    for (Map.Entry<String, Long> sum : sums.entrySet()) {
      if (sum.getValue() != 0) {
        throw new IllegalStateException("entries of " + sum.getKey() + " sum to " + sum.getValue());
      }
    }
  }
}
