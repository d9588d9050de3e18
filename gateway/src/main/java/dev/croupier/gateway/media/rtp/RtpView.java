package dev.croupier.gateway.media.rtp;

/**
 * A reusable view of one RTP packet in somebody's array (RFC 3550 section 5.1, extensions RFC
 * 8285). Nothing is copied or allocated; queries are valid after {@link #wrap} answered {@code OK}
 * and while the array is unchanged. One thread.
 */
public final class RtpView {
  /** Bytes of the header without CSRCs and extensions. */
  public static final int FIXED_HEADER = 12;

  private static final int VERSION_2 = 2;
  private static final int ONE_BYTE_PROFILE = 0xBEDE;
  private static final int TWO_BYTE_PROFILE = 0x1000;
  private static final int TWO_BYTE_MASK = 0xFFF0;
  private static final int ONE_BYTE_STOP_ID = 15;

  /** Whether a packet is well-formed, and if not, why. */
  public enum Verdict {
    OK,
    /** Less than the fixed header. */
    TOO_SHORT,
    /** Not version 2. */
    BAD_VERSION,
    /** CSRCs run past the end. */
    BAD_CSRC,
    /** The extension block, or an element in it, runs past its end. */
    BAD_EXTENSION,
    /** Padding count of 0 or more than there is. */
    BAD_PADDING
  }

  private byte[] buffer = new byte[0];
  private int offset;
  private int length;
  private int extensionsAt;
  private int extensionsEnd;
  private boolean twoByteExtensions;
  private int payloadAt;
  private int payloadLength;

  /** Checks the packet and, if it is good, points this view at it. */
  public Verdict wrap(byte[] packet, int at, int packetLength) {
    buffer = packet;
    offset = at;
    length = packetLength;
    extensionsAt = 0;
    extensionsEnd = 0;
    if (packetLength < FIXED_HEADER) {
      return Verdict.TOO_SHORT;
    }
    int first = Bytes.u8(packet, at);
    if (first >> 6 != VERSION_2) {
      return Verdict.BAD_VERSION;
    }
    int end = at + packetLength;
    int body = at + FIXED_HEADER + 4 * (first & 0x0F);
    if (body > end) {
      return Verdict.BAD_CSRC;
    }
    if ((first & 0x10) != 0) {
      if (body + 4 > end) {
        return Verdict.BAD_EXTENSION;
      }
      int profile = Bytes.u16(packet, body);
      int blockEnd = body + 4 + 4 * Bytes.u16(packet, body + 2);
      if (blockEnd > end || !extensionsAreSound(profile, body + 4, blockEnd)) {
        return Verdict.BAD_EXTENSION;
      }
      body = blockEnd;
    }
    int padding = 0;
    if ((first & 0x20) != 0) {
      padding = Bytes.u8(packet, end - 1);
      if (padding == 0 || padding > end - body) {
        return Verdict.BAD_PADDING;
      }
    }
    payloadAt = body;
    payloadLength = end - body - padding;
    return Verdict.OK;
  }

  /** The array this view points into. */
  public byte[] buffer() {
    return buffer;
  }

  /** Where the packet begins. */
  public int offset() {
    return offset;
  }

  /** The packet's bytes, header and padding included. */
  public int length() {
    return length;
  }

  /** The marker bit. */
  public boolean marker() {
    return (buffer[offset + 1] & 0x80) != 0;
  }

  /** 0 to 127. */
  public int payloadType() {
    return buffer[offset + 1] & 0x7F;
  }

  /** 0 to 65,535. */
  public int sequence() {
    return Bytes.u16(buffer, offset + 2);
  }

  /** 0 to 2^32 - 1, in units of the payload's clock. */
  public long timestamp() {
    return Bytes.u32(buffer, offset + 4);
  }

  /** 0 to 2^32 - 1. */
  public long ssrc() {
    return Bytes.u32(buffer, offset + 8);
  }

  /** 0 to 15. */
  public int csrcCount() {
    return buffer[offset] & 0x0F;
  }

  /** The CSRC of {@code index} below {@link #csrcCount}. */
  public long csrc(int index) {
    return Bytes.u32(buffer, offset + FIXED_HEADER + 4 * index);
  }

  /** Where the payload begins in {@link #buffer}. */
  public int payloadOffset() {
    return payloadAt;
  }

  /** The payload's bytes without padding; 0 for a packet of nothing but padding. */
  public int payloadLength() {
    return payloadLength;
  }

  /** Bytes of padding, its count byte included; 0 to 255. */
  public int paddingLength() {
    return offset + length - payloadAt - payloadLength;
  }

  /** Where the data of the extension {@code id} begins in {@link #buffer}, or -1. */
  public int extensionOffset(int id) {
    int header = elementOf(id);
    return header < 0 ? -1 : header + (twoByteExtensions ? 2 : 1);
  }

  /** Bytes of data of the extension {@code id}, or -1 when the packet has none. */
  public int extensionLength(int id) {
    int header = elementOf(id);
    return header < 0 ? -1 : elementLength(header);
  }

  private int elementOf(int id) {
    int at = extensionsAt;
    while (at < extensionsEnd) {
      int head = Bytes.u8(buffer, at);
      if (head == 0) {
        at++;
        continue;
      }
      int elementId = twoByteExtensions ? head : head >> 4;
      if (!twoByteExtensions && elementId == ONE_BYTE_STOP_ID) {
        return -1;
      }
      if (elementId == id) {
        return at;
      }
      at += (twoByteExtensions ? 2 : 1) + elementLength(at);
    }
    return -1;
  }

  private int elementLength(int header) {
    return twoByteExtensions ? Bytes.u8(buffer, header + 1) : (buffer[header] & 0x0F) + 1;
  }

  /** Remembers the block if it is of RFC 8285; others are skipped as RFC 3550 allows. */
  private boolean extensionsAreSound(int profile, int from, int to) {
    boolean oneByte = profile == ONE_BYTE_PROFILE;
    twoByteExtensions = (profile & TWO_BYTE_MASK) == TWO_BYTE_PROFILE;
    if (!oneByte && !twoByteExtensions) {
      return true;
    }
    int at = from;
    while (at < to) {
      int head = Bytes.u8(buffer, at);
      if (head == 0) {
        at++;
        continue;
      }
      if (oneByte && head >> 4 == ONE_BYTE_STOP_ID) {
        break;
      }
      if (twoByteExtensions && at + 2 > to) {
        return false;
      }
      at += (twoByteExtensions ? 2 : 1) + elementLength(at);
      if (at > to) {
        return false;
      }
    }
    extensionsAt = from;
    extensionsEnd = to;
    return true;
  }
}
