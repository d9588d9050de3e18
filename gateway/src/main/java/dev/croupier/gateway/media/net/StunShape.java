package dev.croupier.gateway.media.net;

import dev.croupier.gateway.media.webrtc.TransportRefusal;
import java.util.Optional;

/**
 * The look at a STUN message's bones (RFC 8489 §5, §14) before any library sees it: every attribute
 * lies inside the message, lengths are what their types demand, MESSAGE-INTEGRITY and FINGERPRINT
 * come once and last. Any thread.
 *
 * @param type message type: method and class
 * @param integrityAt where MESSAGE-INTEGRITY begins, or -1
 * @param unknown the first comprehension-required attribute before MESSAGE-INTEGRITY that is not
 *     known here, or 0
 * @param refusal why the message is not one; the rest is then meaningless
 */
record StunShape(int type, int integrityAt, int unknown, Optional<TransportRefusal> refusal) {
  static final int HEADER_BYTES = 20;
  static final int COOKIE = 0x2112A442;
  static final int BINDING_REQUEST = 0x0001;
  static final int BINDING_INDICATION = 0x0011;
  static final int BINDING_SUCCESS = 0x0101;
  static final int BINDING_ERROR = 0x0111;

  static final int USERNAME = 0x0006;
  static final int MESSAGE_INTEGRITY = 0x0008;
  static final int ERROR_CODE = 0x0009;
  static final int XOR_MAPPED_ADDRESS = 0x0020;
  static final int PRIORITY = 0x0024;
  static final int USE_CANDIDATE = 0x0025;
  static final int FINGERPRINT = 0x8028;
  static final int ICE_CONTROLLED = 0x8029;
  static final int ICE_CONTROLLING = 0x802A;

  static final int INTEGRITY_BYTES = 20;

  /** RFC 8489 §14.3: at most 508 bytes. */
  static final int MAX_USERNAME_BYTES = 508;

  /** A check has 6 to 10. */
  private static final int MAX_ATTRIBUTES = 32;

  /** A check is about 100 bytes; nothing legitimate comes near this. */
  private static final int MAX_BYTES = 1280;

  static StunShape of(byte[] b, int offset, int length) {
    if (length < HEADER_BYTES
        || length > MAX_BYTES
        || (length & 3) != 0
        || (b[offset] & 0xC0) != 0
        || uint16(b, offset + 2) != length - HEADER_BYTES
        || int32(b, offset + 4) != COOKIE) {
      return refused(TransportRefusal.STUN_MALFORMED);
    }
    int at = offset + HEADER_BYTES;
    int end = offset + length;
    int attributes = 0;
    int integrityAt = -1;
    int unknown = 0;
    boolean fingerprint = false;
    while (at < end) {
      // The length is a multiple of four, so there is a whole attribute header here.
      int type = uint16(b, at);
      int size = uint16(b, at + 2);
      int padded = (size + 3) & ~3;
      if (fingerprint || ++attributes > MAX_ATTRIBUTES || padded > end - at - 4) {
        return refused(TransportRefusal.STUN_MALFORMED);
      }
      if (type == USERNAME && size > MAX_USERNAME_BYTES) {
        return refused(TransportRefusal.STUN_USERNAME);
      }
      if (!sized(type, size) || (type == MESSAGE_INTEGRITY && integrityAt >= 0)) {
        return refused(TransportRefusal.STUN_MALFORMED);
      }
      if (type == MESSAGE_INTEGRITY) {
        integrityAt = at - offset;
      } else if (type == FINGERPRINT) {
        fingerprint = true;
      } else if (integrityAt < 0 && unknown == 0 && type < 0x8000 && !known(type)) {
        unknown = type;
      }
      at += 4 + padded;
    }
    if (!fingerprint) {
      // ICE demands it (RFC 8445 §7.1), and it is the cheapest proof that this is STUN.
      return refused(TransportRefusal.STUN_FINGERPRINT);
    }
    return new StunShape(uint16(b, offset), integrityAt, unknown, Optional.empty());
  }

  private static boolean sized(int type, int size) {
    return switch (type) {
      case MESSAGE_INTEGRITY -> size == INTEGRITY_BYTES;
      case FINGERPRINT, PRIORITY -> size == 4;
      case ICE_CONTROLLED, ICE_CONTROLLING -> size == 8;
      case USE_CANDIDATE -> size == 0;
      case XOR_MAPPED_ADDRESS -> size == 8 || size == 20;
      case ERROR_CODE -> size >= 4;
      default -> true;
    };
  }

  /** The attributes that a check or its answer may carry. */
  private static boolean known(int type) {
    return switch (type) {
      case USERNAME, MESSAGE_INTEGRITY, ERROR_CODE, XOR_MAPPED_ADDRESS, PRIORITY, USE_CANDIDATE ->
          true;
      // MAPPED-ADDRESS, UNKNOWN-ATTRIBUTES, REALM, NONCE.
      case 0x0001, 0x000A, 0x0014, 0x0015 -> true;
      default -> false;
    };
  }

  private static StunShape refused(TransportRefusal reason) {
    return new StunShape(0, -1, 0, Optional.of(reason));
  }

  static int uint16(byte[] b, int at) {
    return (b[at] & 0xFF) << 8 | (b[at + 1] & 0xFF);
  }

  static int int32(byte[] b, int at) {
    return uint16(b, at) << 16 | uint16(b, at + 2);
  }
}
