package dev.croupier.gateway.rounds.shard;

/** How a shard's writer is. */
public enum ShardStatus {
  /** Decides and commits. */
  SERVING,
  /** Ended on request; everything it answered is durable. */
  CLOSED,
  /** Another writer has taken over; this process must end. */
  FENCED,
  /** A commit's outcome is unknown; this process must end, and the store is suspect. */
  SUSPECT,
  /** A bug of ours met while applying a decision; nothing of its batch was committed. */
  FAILED
}
