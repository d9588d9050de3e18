package dev.croupier.gateway.media.webrtc;

import java.net.InetAddress;
import java.util.concurrent.Executor;

/**
 * DTLS 1.2 with {@code use_srtp} (RFC 6347, RFC 5764). Declared here, implemented by {@code net}.
 * Any thread.
 */
public interface DtlsEngine {
  /** Who begins: the {@code a=setup} of RFC 5763. */
  enum Role {
    /** {@code setup:active}. */
    CLIENT,
    /** {@code setup:passive}. */
    SERVER
  }

  /** One association. Its owner's executor only. */
  interface Session {
    /**
     * Takes one datagram that the {@link DtlsGuard} has let through; its bytes are copied.
     *
     * @return false when too much is held already; the datagram is dropped
     */
    boolean receive(byte[] buffer, int offset, int length);

    /** Ends it: {@code close_notify} once established, silence before. Idempotent. */
    void close();
  }

  /** What a session says; all on the owner's executor. */
  interface Listener {
    /** A datagram to send to the peer. */
    void send(byte[] buffer, int offset, int length);

    /** The handshake is complete and the peer's certificate is the expected one. Once. */
    void keys(SrtpKeys keys);

    /** There is no association, or no more: nothing follows. Once. */
    void ended(TransportRefusal reason);

    /** The peer said {@code close_notify}: nothing follows. Once, instead of {@link #ended}. */
    void closedByPeer();
  }

  /**
   * Begins a handshake. A client speaks at once, a server waits for the first {@link
   * Session#receive}; start a server only when there is one.
   *
   * @param peer where a client's records come from, which has a part of the places only; null for a
   *     server
   * @param remoteFingerprint {@code sha-256 AB:CD…} from the peer's description
   * @param owner runs the listener's methods, one at a time
   */
  Session start(
      Role role, InetAddress peer, String remoteFingerprint, Executor owner, Listener listener);

  /** The own certificate's fingerprint: {@code sha-256 AB:CD…}. */
  String fingerprint();
}
