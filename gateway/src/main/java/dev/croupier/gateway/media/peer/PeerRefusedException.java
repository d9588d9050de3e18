package dev.croupier.gateway.media.peer;

import java.io.IOException;

/** A server that did not accept an offer: its status and the code of its problem. */
public final class PeerRefusedException extends IOException {
  private final int status;

  PeerRefusedException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The HTTP status, or 0 if it answered nothing usable. */
  public int status() {
    return status;
  }
}
