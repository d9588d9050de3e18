package dev.croupier.gateway.media.webrtc;

import java.net.InetSocketAddress;

/**
 * A STUN message of an ICE agent (RFC 8489, RFC 8445 §7) as {@link StunCodec} reads it. Nothing in
 * it is proven until {@link StunCodec#authentic} says so.
 */
public sealed interface StunMessage {
  /** Not a message that is understood here. */
  record Rejected(TransportRefusal reason) implements StunMessage {}

  /** A message whose MESSAGE-INTEGRITY can be checked. */
  sealed interface Signed extends StunMessage {
    /** The 12 bytes that tie a response to its request. */
    byte[] transaction();

    /** The whole message. */
    byte[] bytes();

    /** Where MESSAGE-INTEGRITY begins in {@link #bytes}, or -1. */
    int integrityAt();
  }

  /**
   * A Binding request.
   *
   * @param recipient the part of USERNAME before the colon: the receiver's user fragment
   * @param sender the part behind it
   * @param useCandidate whether the pair is nominated
   * @param controlled whether the sender believes itself controlled (ICE-CONTROLLED)
   * @param unknown a comprehension-required attribute that is not known here, or 0
   */
  record Request(
      byte[] transaction,
      String recipient,
      String sender,
      boolean useCandidate,
      boolean controlled,
      int unknown,
      byte[] bytes,
      int integrityAt)
      implements Signed {}

  /** A Binding success response; {@code mapped} is where the request came from. */
  record Success(byte[] transaction, InetSocketAddress mapped, byte[] bytes, int integrityAt)
      implements Signed {}

  /** A Binding error response, often without integrity. */
  record Failure(byte[] transaction, int code, byte[] bytes, int integrityAt) implements Signed {}

  /** A Binding indication: a keepalive that wants no answer. */
  record Indication() implements StunMessage {}
}
