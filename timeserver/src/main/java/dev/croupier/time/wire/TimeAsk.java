package dev.croupier.time.wire;

import java.nio.ByteBuffer;

/**
 * A client's question over the WebSocket: 24 bytes, big-endian.
 *
 * <p>{@code u8 version=1, u8 kind=1, u16 0, u32 seq, i64 T1, i64 0}
 *
 * @param seq 0 to 2^32 - 1, sent back
 * @param t1 the client's own clock when it asked, microseconds; sent back
 */
public record TimeAsk(long seq, long t1) {
  /** Bytes. */
  public static final int LENGTH = 24;

  static final int VERSION = 1;
  private static final int KIND = 1;

  /** A message, read. */
  public sealed interface Parse {
    /** It is one. */
    record Parsed(TimeAsk ask) implements Parse {}

    /** It is not. */
    record Rejected(Reason reason) implements Parse {}
  }

  /** Why a message is not understood. */
  public enum Reason {
    /** Not 24 (or, for an answer, fewer than 80) bytes. */
    LENGTH,
    /** Another version than 1. */
    VERSION,
    /** Not this kind of message. */
    KIND,
    /** Bytes that must be zero are not. */
    RESERVED
  }

  /** Checks the range. */
  public TimeAsk {
    if (seq < 0 || seq > 0xffff_ffffL) {
      throw new IllegalArgumentException("seq is an unsigned 32-bit number: " + seq);
    }
  }

  /** Reads the buffer's remaining bytes; its position stays. */
  public static Parse parse(ByteBuffer message) {
    int at = message.position();
    if (message.remaining() != LENGTH) {
      return new Parse.Rejected(Reason.LENGTH);
    }
    if (message.get(at) != VERSION) {
      return new Parse.Rejected(Reason.VERSION);
    }
    if (message.get(at + 1) != KIND) {
      return new Parse.Rejected(Reason.KIND);
    }
    if (message.getShort(at + 2) != 0 || message.getLong(at + 16) != 0) {
      return new Parse.Rejected(Reason.RESERVED);
    }
    return new Parse.Parsed(
        new TimeAsk(Integer.toUnsignedLong(message.getInt(at + 4)), message.getLong(at + 8)));
  }

  /** Writes {@value #LENGTH} bytes at the buffer's position and moves that on. */
  public void write(ByteBuffer out) {
    out.put((byte) VERSION).put((byte) KIND).putShort((short) 0).putInt((int) seq);
    out.putLong(t1).putLong(0);
  }
}
