package dev.croupier.gateway.rounds.store;

/** The store cannot be opened; the message is one line for the operator. */
public final class StoreRefusedException extends Exception {
  /** With one line for the operator. */
  public StoreRefusedException(String message) {
    super(message);
  }

  /** With one line for the operator, and what was met. */
  public StoreRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
