package dev.croupier.gateway.media.webrtc;

import java.net.InetSocketAddress;

/**
 * Reads and writes the STUN messages of ICE with short-term credentials (RFC 8489 §9.1). Declared
 * here, implemented by {@code net}. Any thread; never throws on bad bytes.
 */
public interface StunCodec {
  /** What the datagram is. Its FINGERPRINT is checked, its integrity is not. */
  StunMessage decode(byte[] buffer, int offset, int length);

  /** Whether MESSAGE-INTEGRITY is there and was made with this password. */
  boolean authentic(StunMessage.Signed message, String password);

  /** A success response with XOR-MAPPED-ADDRESS, integrity and fingerprint. */
  byte[] success(StunMessage.Request request, InetSocketAddress mapped, String password);

  /**
   * An error response; not longer than its request, so that nothing is amplified.
   *
   * @param code 400, 401, 420 or 487
   * @param password signs it; empty for one without integrity (400 and 401, RFC 8489 §9.1.3)
   */
  byte[] failure(StunMessage.Request request, int code, String password);

  /**
   * A Binding request of the controlling agent.
   *
   * @param transaction 12 bytes
   * @param username {@code theirs:ours}
   * @param password theirs
   * @param priority of a peer-reflexive candidate (RFC 8445 §7.1.1)
   */
  byte[] request(
      byte[] transaction,
      String username,
      String password,
      long priority,
      long tieBreaker,
      boolean useCandidate);
}
