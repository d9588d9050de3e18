package dev.croupier.gateway.rounds.ledger;

import dev.croupier.gateway.ids.RoundId;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a batch must know from the store before it can be decided in memory. The writer's thread.
 *
 * @param keys idempotency keys
 * @param wallets players
 * @param bets bet ids
 * @param rounds rounds that are not open
 */
public record Needs(Set<Keyed> keys, Set<Keyed> wallets, Set<Keyed> bets, Set<RoundId> rounds) {
  /** Nothing yet. */
  public Needs() {
    this(
        new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
  }

  /** Whether the store need not be asked. */
  public boolean isEmpty() {
    return keys.isEmpty() && wallets.isEmpty() && bets.isEmpty() && rounds.isEmpty();
  }
}
