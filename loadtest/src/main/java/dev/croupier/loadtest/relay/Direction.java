package dev.croupier.loadtest.relay;

import java.util.Locale;

/** Which way a packet goes. */
public enum Direction {
  /** From a client to the server. */
  UP,
  /** From the server to a client. */
  DOWN;

  /** As in texts and keys: {@code up}, {@code down}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
