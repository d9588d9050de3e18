package dev.croupier.gateway.media.webrtc;

import java.net.InetSocketAddress;

/**
 * Sends datagrams of a session. Declared here, implemented by {@code net}. The session's event loop
 * only.
 */
public interface PacketSink {
  /**
   * Sends one datagram; its bytes are copied before this returns. Drops (and counts) when the
   * socket is full.
   */
  void send(InetSocketAddress to, byte[] buffer, int offset, int length);

  /** Whether it leads to one peer only, as a TCP connection does: its address says nothing then. */
  default boolean single() {
    return false;
  }

  /** A signed check of its session came in by it. */
  default void proven() {}

  /** Its session sends by it no more. */
  default void abandoned() {}
}
