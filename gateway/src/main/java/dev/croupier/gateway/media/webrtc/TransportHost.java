package dev.croupier.gateway.media.webrtc;

import java.net.InetSocketAddress;

/**
 * The shared socket, as one of its sessions sees it. Declared here, implemented by {@code net}. Any
 * event loop.
 */
public interface TransportHost {
  /**
   * Asks that datagrams from an address go to this session from now on.
   *
   * @return false when the address carries another session that is still being checked: a check
   *     with a forged source must not take somebody's path away
   */
  boolean claim(InetSocketAddress remote, TransportSession session, long nowMicros);

  /** Gives an address back. */
  void release(InetSocketAddress remote, TransportSession session);

  /** Lets checks with this user fragment find the session too. Its event loop. */
  void named(String ufrag, TransportSession session);

  /** A user fragment of the session is not valid any more. Its event loop. */
  void forget(String ufrag, TransportSession session);

  /** The session is over. Once. */
  void ended(TransportSession session);
}
