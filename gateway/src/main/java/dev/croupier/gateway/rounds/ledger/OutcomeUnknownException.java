package dev.croupier.gateway.rounds.ledger;

/** A commit failed in a way that leaves open whether it is durable; the writer must stop. */
public final class OutcomeUnknownException extends Exception {
  /** With one line for the operator. */
  public OutcomeUnknownException(String message, Throwable cause) {
    super(message, cause);
  }
}
