package dev.croupier.gateway.media.track;

import java.util.Locale;

/** How a signal is. */
public enum SignalState {
  /** Frames arrive. */
  LIVE,
  /** A publisher is there, but no complete frame came for {@link Signal#STALE_MICROS}. */
  STALE,
  /** No publisher. */
  LOST,
  /** The publish cannot be used; the reason says why. */
  REFUSED;

  /** The name on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
