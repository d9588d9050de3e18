package dev.croupier.time.wire;

import java.nio.ByteBuffer;

/**
 * NTPv4's packet (RFC 5905, section 7.3) without what may follow its 48 bytes.
 *
 * <p>Extension fields and a MAC are checked for their form and passed over: nothing here is
 * authenticated.
 *
 * @param leap 0 none, 1 and 2 a leap second today, 3 not synchronised
 * @param version 1 to 4
 * @param mode 3 client, 4 server
 * @param stratum 1 to 15; 0 in a kiss-o'-death
 * @param poll log2 of seconds
 * @param precision log2 of seconds
 * @param rootDelayMicros to the reference and back
 * @param rootDispersionMicros how wrong the server may be
 * @param referenceId four bytes that name the reference, or the kiss code
 * @param reference when the clock was last set
 * @param origin the client's own transmit time, sent back
 * @param receive when the request arrived
 * @param transmit when this packet was sent
 */
public record NtpPacket(
    int leap,
    int version,
    int mode,
    int stratum,
    int poll,
    int precision,
    long rootDelayMicros,
    long rootDispersionMicros,
    int referenceId,
    long reference,
    long origin,
    long receive,
    long transmit) {
  /** Without extensions, bytes. */
  public static final int LENGTH = 48;

  /** A client asks. */
  public static final int MODE_CLIENT = 3;

  /** A server answers. */
  public static final int MODE_SERVER = 4;

  /** {@link #referenceId} of the kiss-o'-death that asks to slow down (RFC 5905, section 7.4). */
  public static final int KISS_RATE = 0x52415445;

  /** Longer ones are not looked at; an NTP packet with extensions stays well below, bytes. */
  private static final int MAX_LENGTH = 1024;

  /** An extension field's least length (RFC 7822, section 3), bytes. */
  private static final int MIN_EXTENSION = 16;

  /** A datagram, read. */
  public sealed interface Parse {
    /** It is one. */
    record Parsed(NtpPacket packet) implements Parse {}

    /** It is not, and gets no answer. */
    record Rejected(Reason reason) implements Parse {}
  }

  /** Why a datagram is dropped. */
  public enum Reason {
    /** Fewer than 48 bytes. */
    TOO_SHORT,
    /** More than any NTP packet needs. */
    TOO_LONG,
    /** Version 0 or above 4. */
    VERSION,
    /** Mode 6 or 7: control and private messages, which have no business here. */
    CONTROL,
    /** Neither a client's request nor a server's answer. */
    MODE,
    /** What follows the 48 bytes is neither extension fields nor a MAC. */
    EXTENSION
  }

  /** Reads the buffer's remaining bytes; its position stays. */
  public static Parse parse(ByteBuffer datagram) {
    int at = datagram.position();
    int length = datagram.remaining();
    if (length < LENGTH) {
      return new Parse.Rejected(Reason.TOO_SHORT);
    }
    if (length > MAX_LENGTH) {
      return new Parse.Rejected(Reason.TOO_LONG);
    }
    int first = datagram.get(at) & 0xff;
    int version = (first >> 3) & 7;
    int mode = first & 7;
    if (mode >= 6) {
      return new Parse.Rejected(Reason.CONTROL);
    }
    if (version < 1 || version > 4) {
      return new Parse.Rejected(Reason.VERSION);
    }
    if (mode != MODE_CLIENT && mode != MODE_SERVER) {
      return new Parse.Rejected(Reason.MODE);
    }
    if (!isTrailerWellFormed(datagram, at + LENGTH, at + length)) {
      return new Parse.Rejected(Reason.EXTENSION);
    }
    return new Parse.Parsed(
        new NtpPacket(
            first >> 6,
            version,
            mode,
            datagram.get(at + 1) & 0xff,
            datagram.get(at + 2),
            datagram.get(at + 3),
            NtpTimestamp.microsFromShort(datagram.getInt(at + 4)),
            NtpTimestamp.microsFromShort(datagram.getInt(at + 8)),
            datagram.getInt(at + 12),
            datagram.getLong(at + 16),
            datagram.getLong(at + 24),
            datagram.getLong(at + 32),
            datagram.getLong(at + 40)));
  }

  /** Writes 48 bytes at the buffer's position and moves that on. */
  public void write(ByteBuffer out) {
    out.put((byte) (leap << 6 | version << 3 | mode));
    out.put((byte) stratum);
    out.put((byte) poll);
    out.put((byte) precision);
    out.putInt(NtpTimestamp.shortFromMicros(rootDelayMicros));
    out.putInt(NtpTimestamp.shortFromMicros(rootDispersionMicros));
    out.putInt(referenceId);
    out.putLong(reference);
    out.putLong(origin);
    out.putLong(receive);
    out.putLong(transmit);
  }

  /** Extension fields (RFC 7822), then at most a MAC: a key id with 0, 16 or 20 bytes of digest. */
  private static boolean isTrailerWellFormed(ByteBuffer datagram, int from, int end) {
    int at = from;
    while (at < end) {
      int left = end - at;
      if (left == 4 || left == 20 || left == 24) {
        return true;
      }
      if (left < MIN_EXTENSION) {
        return false;
      }
      int length = datagram.getShort(at + 2) & 0xffff;
      if (length < MIN_EXTENSION || length % 4 != 0 || length > left) {
        return false;
      }
      at += length;
    }
    return true;
  }
}
