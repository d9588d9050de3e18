package dev.croupier.gateway.rounds.ledger;

/** Another writer owns the shard; this one must stop. Nothing was written. */
public final class FencedException extends Exception {
  /** With one line for the operator. */
  public FencedException(String message) {
    super(message);
  }
}
