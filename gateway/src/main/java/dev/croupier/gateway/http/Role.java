package dev.croupier.gateway.http;

import java.util.Locale;

/** What a token's bearer may do; the wire form is the lower-case name. */
public enum Role {
  PLAYER,
  DEALER,
  SUPERVISOR,
  OPERATOR,
  PUBLISHER,
  /** Reads all, changes nothing. */
  AUDITOR,
  ADMIN;

  /** The name in tokens and problems. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
