package dev.croupier.time.wire;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * The server's answer over the WebSocket: 80 bytes, big-endian, all times in microseconds.
 *
 * <p>{@code u8 1, u8 2, u8 leap, u8 stratum, u32 seq, i64 T1, i64 T2, i64 T3, i64 wall - table, 16
 * bytes clockId, u64 epoch, u32 rootDelay, u32 rootDispersion, u32 bound}, then zeros.
 *
 * @param leap as NTP's: 0 none, 3 not synchronised
 * @param stratum as NTP's
 * @param seq the question's
 * @param t1 the question's
 * @param t2 table time at the question's arrival
 * @param t3 table time at this answer's departure
 * @param wallMinusTable how far the server's wall clock is ahead of table time
 * @param clockId the timescale, 32 lower-case hex digits
 * @param epoch raised at each takeover
 * @param rootDelay to the server's reference and back, saturates at 2^32 - 1
 * @param rootDispersion of the server's clock against its reference, saturates
 * @param bound how far the server's table time may be from the primary's, saturates
 */
public record TimeAnswer(
    int leap,
    int stratum,
    long seq,
    long t1,
    long t2,
    long t3,
    long wallMinusTable,
    String clockId,
    long epoch,
    long rootDelay,
    long rootDispersion,
    long bound) {
  /** Bytes; a later version may be longer. */
  public static final int LENGTH = 80;

  private static final int KIND = 2;
  private static final int CLOCK_ID_BYTES = 16;
  private static final long MAX_U32 = 0xffff_ffffL;

  /** A message, read. */
  public sealed interface Parse {
    /** It is one. */
    record Parsed(TimeAnswer answer) implements Parse {}

    /** It is not. */
    record Rejected(TimeAsk.Reason reason) implements Parse {}
  }

  /** Reads the buffer's remaining bytes; its position stays. */
  public static Parse parse(ByteBuffer message) {
    int at = message.position();
    if (message.remaining() < LENGTH) {
      return new Parse.Rejected(TimeAsk.Reason.LENGTH);
    }
    if (message.get(at) != TimeAsk.VERSION) {
      return new Parse.Rejected(TimeAsk.Reason.VERSION);
    }
    if (message.get(at + 1) != KIND) {
      return new Parse.Rejected(TimeAsk.Reason.KIND);
    }
    byte[] id = new byte[CLOCK_ID_BYTES];
    message.get(at + 40, id);
    return new Parse.Parsed(
        new TimeAnswer(
            message.get(at + 2) & 0xff,
            message.get(at + 3) & 0xff,
            unsigned(message, at + 4),
            message.getLong(at + 8),
            message.getLong(at + 16),
            message.getLong(at + 24),
            message.getLong(at + 32),
            HexFormat.of().formatHex(id),
            message.getLong(at + 56),
            unsigned(message, at + 64),
            unsigned(message, at + 68),
            unsigned(message, at + 72)));
  }

  /** Writes {@value #LENGTH} bytes at the buffer's position and moves that on. */
  public void write(ByteBuffer out) {
    out.put((byte) TimeAsk.VERSION).put((byte) KIND).put((byte) leap).put((byte) stratum);
    out.putInt((int) seq).putLong(t1).putLong(t2).putLong(t3).putLong(wallMinusTable);
    out.put(HexFormat.of().parseHex(clockId)).putLong(epoch);
    out.putInt(saturated(rootDelay)).putInt(saturated(rootDispersion)).putInt(saturated(bound));
    out.putInt(0);
  }

  private static long unsigned(ByteBuffer message, int at) {
    return Integer.toUnsignedLong(message.getInt(at));
  }

  private static int saturated(long value) {
    return (int) Math.clamp(value, 0, MAX_U32);
  }
}
