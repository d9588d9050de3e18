package dev.croupier.gateway.rounds.event;

import dev.croupier.gateway.ids.BetId;
import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.RoundId;
import java.util.List;

/**
 * A slip that was accepted, and what became of it.
 *
 * @param key the idempotency key it was placed with
 * @param clientBuild pinned when placed, or null
 * @param credits what each item paid, its stake included, once settled; else null
 * @param seq the writer's number of its acceptance
 * @param placedAt table time in µs
 */
public record Bet(
    LicenseeId licensee,
    BetId id,
    String key,
    RoundId round,
    PlayerId player,
    String currency,
    String clientBuild,
    int contractVer,
    BetState state,
    List<SlipItem> items,
    long stakeMinor,
    List<Long> credits,
    long seq,
    long placedAt) {
  /** Copies the lists. */
  public Bet {
    items = List.copyOf(items);
    credits = credits == null ? null : List.copyOf(credits);
  }

  /** Ended without a payout of its own: cancelled or void. */
  public Bet ended(BetState terminal) {
    return new Bet(
        licensee,
        id,
        key,
        round,
        player,
        currency,
        clientBuild,
        contractVer,
        terminal,
        items,
        stakeMinor,
        null,
        seq,
        placedAt);
  }

  /** Settled with what each item paid. */
  public Bet settled(List<Long> itemCredits) {
    return new Bet(
        licensee,
        id,
        key,
        round,
        player,
        currency,
        clientBuild,
        contractVer,
        BetState.SETTLED,
        items,
        stakeMinor,
        itemCredits,
        seq,
        placedAt);
  }

  /** The payout of the whole slip; 0 until settled. */
  public long creditMinor() {
    long sum = 0;
    if (credits != null) {
      for (long credit : credits) {
        sum = Math.addExact(sum, credit);
      }
    }
    return sum;
  }
}
