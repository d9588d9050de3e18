package dev.croupier.gateway.media.webrtc;

import java.util.Arrays;
import java.util.Optional;

/**
 * Looks at DTLS records before any library does, and lets only plausible ones through: a handshake
 * message declares at most 16 KiB, and all messages of one association together at most 64 KiB, so
 * a few forged bytes cannot make the library set aside hundreds of megabytes (CVE-2026-59646).
 *
 * <p>A ClientHello in several datagrams or records passes. Epochs after the first are encrypted;
 * their handshake messages are checked behind the cipher by {@code net}, with {@link
 * #MAX_MESSAGE_BYTES}. One per association; owner: the session's event loop.
 */
public final class DtlsGuard {
  /** What one handshake message may declare, bytes. Browsers' largest is about 1.5 KiB. */
  public static final int MAX_MESSAGE_BYTES = 16 * 1024;

  /** What all handshake messages of an association may declare, bytes. */
  public static final int MAX_HELD_BYTES = 64 * 1024;

  /** Handshake messages of an association; a full handshake has at most 7 a side. */
  private static final int MAX_MESSAGES = 32;

  private static final int RECORD_HEADER_BYTES = 13;
  private static final int MESSAGE_HEADER_BYTES = 12;

  /** 2^14 of plaintext + 2048 of expansion (RFC 5246 §6.2.3). */
  private static final int MAX_RECORD_BYTES = (1 << 14) + 2048;

  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int APPLICATION_DATA = 23;
  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int VERSION_MAJOR = 254;

  private final int[] declared = new int[MAX_MESSAGES];
  private int held;
  private boolean established;

  /** No message seen. */
  public DtlsGuard() {
    Arrays.fill(declared, -1);
  }

  /** From now on a ClientHello is refused: it could only replace keys. */
  public void established() {
    established = true;
  }

  /** Bytes that the messages seen so far declare. */
  public int heldBytes() {
    return held;
  }

  /** Why the datagram must not reach the library; empty when it may. */
  public Optional<TransportRefusal> check(byte[] buffer, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      if (end - at < RECORD_HEADER_BYTES) {
        return Optional.of(TransportRefusal.DTLS_MALFORMED);
      }
      int type = buffer[at] & 0xFF;
      int epoch = uint16(buffer, at + 3);
      int size = uint16(buffer, at + 11);
      int body = at + RECORD_HEADER_BYTES;
      if (type < CHANGE_CIPHER_SPEC
          || type > APPLICATION_DATA
          || (buffer[at + 1] & 0xFF) != VERSION_MAJOR
          || size == 0
          || size > MAX_RECORD_BYTES
          || size > end - body) {
        return Optional.of(TransportRefusal.DTLS_MALFORMED);
      }
      if (type == HANDSHAKE && epoch == 0) {
        Optional<TransportRefusal> refused = handshake(buffer, body, body + size);
        if (refused.isPresent()) {
          return refused;
        }
      }
      at = body + size;
    }
    return length == 0 ? Optional.of(TransportRefusal.DTLS_MALFORMED) : Optional.empty();
  }

  private Optional<TransportRefusal> handshake(byte[] buffer, int from, int end) {
    int at = from;
    while (at < end) {
      if (end - at < MESSAGE_HEADER_BYTES) {
        return Optional.of(TransportRefusal.DTLS_MALFORMED);
      }
      int message = uint24(buffer, at + 1);
      int sequence = uint16(buffer, at + 4);
      int fragmentAt = uint24(buffer, at + 6);
      int fragment = uint24(buffer, at + 9);
      if (message > MAX_MESSAGE_BYTES) {
        return Optional.of(TransportRefusal.DTLS_MESSAGE_SIZE);
      }
      if (fragmentAt + fragment > message
          || fragment > end - at - MESSAGE_HEADER_BYTES
          || (fragment == 0 && message != 0)) {
        return Optional.of(TransportRefusal.DTLS_MALFORMED);
      }
      if (established && buffer[at] == CLIENT_HELLO) {
        return Optional.of(TransportRefusal.DTLS_REHANDSHAKE);
      }
      if (sequence >= MAX_MESSAGES) {
        return Optional.of(TransportRefusal.DTLS_HELD);
      }
      if (declared[sequence] < 0) {
        if (held + message > MAX_HELD_BYTES) {
          return Optional.of(TransportRefusal.DTLS_HELD);
        }
        declared[sequence] = message;
        held += message;
      } else if (declared[sequence] != message) {
        return Optional.of(TransportRefusal.DTLS_MALFORMED);
      }
      at += MESSAGE_HEADER_BYTES + fragment;
    }
    return Optional.empty();
  }

  private static int uint16(byte[] b, int at) {
    return (b[at] & 0xFF) << 8 | (b[at + 1] & 0xFF);
  }

  private static int uint24(byte[] b, int at) {
    return (b[at] & 0xFF) << 16 | (b[at + 1] & 0xFF) << 8 | (b[at + 2] & 0xFF);
  }
}
