package dev.croupier.gateway.rounds.shard;

/**
 * The shard has stopped, and whether the command took effect is unknown: there is no answer, and
 * the caller finds out by its key after the restart.
 */
public final class ShardStoppedException extends RuntimeException {
  /** With one line for the operator. */
  public ShardStoppedException(String message, Throwable cause) {
    super(message, cause);
  }
}
