package dev.croupier.gateway.rounds.ledger;

import dev.croupier.gateway.ids.BetId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.rounds.event.Answer;

/**
 * What the store keeps under an idempotency key.
 *
 * @param requestHash SHA-256 of the request, or null for a tombstone
 * @param player who sent the command, or null for staff and our own
 * @param bet the bet it made, or null
 * @param answer the exact answer, or null for a tombstone
 * @param seq the writer's number of the decision
 * @param ts its table time in µs
 */
public record StoredAnswer(
    byte[] requestHash, PlayerId player, BetId bet, Answer answer, long seq, long ts) {
  /** The mark that a cancel leaves for a bet that has not come. */
  public static StoredAnswer tombstone(PlayerId player, long seq, long ts) {
    return new StoredAnswer(null, player, null, null, seq, ts);
  }

  /** Whether a cancel came before the bet of this key. */
  public boolean isTombstone() {
    return answer == null;
  }
}
