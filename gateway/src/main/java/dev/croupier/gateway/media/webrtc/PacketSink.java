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
}
