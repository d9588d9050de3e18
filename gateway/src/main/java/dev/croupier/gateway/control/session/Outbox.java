package dev.croupier.gateway.control.session;

import dev.croupier.gateway.control.wire.CloseCode;

/** A connection as a session sees it; the WebSocket door implements it. Never blocks. */
public interface Outbox {
  /**
   * Sends one text frame; the session sends the next only after {@code sent}.
   *
   * @param sent called once, on any thread, with false when the connection is lost
   */
  void send(String frame, Sent sent);

  /** Closes the connection; a peer that does not read is cut off soon after. */
  void close(CloseCode code);

  /** Hears how a send ended. */
  @FunctionalInterface
  interface Sent {
    /** The frame went to the socket, or never will. */
    void done(boolean ok);
  }
}
