package dev.croupier.gateway.rounds.event;

import java.util.Locale;

/** Where a slip stands. */
public enum BetState {
  /** The casino's wallet has not answered. */
  PENDING,
  ACCEPTED,
  REFUSED,
  /** The casino's wallet has to undo its debit. */
  CANCELLING,
  CANCELLED,
  SETTLED,
  VOID;

  /** Whether nothing can change any more. */
  public boolean isTerminal() {
    return this == REFUSED || this == CANCELLED || this == SETTLED || this == VOID;
  }

  /** The name on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of a wire name. */
  public static BetState ofWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
