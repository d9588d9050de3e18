package dev.croupier.gateway.media.rtp;

/**
 * Retransmission payloads (RFC 4588 section 4): the original sequence number (OSN) in front of the
 * original payload, on an SSRC and payload type of their own. Any thread, no allocation.
 */
public final class Rtx {
  /** Bytes of the OSN. */
  public static final int OSN_BYTES = 2;

  private Rtx() {}

  /**
   * Turns a received retransmission into the original packet, in place: the header moves up by two
   * bytes over the OSN.
   *
   * @param rtx a good view; it is stale afterwards
   * @param ssrc the original stream's
   * @param payloadType the original's
   * @return whether it was one; if so the packet begins at {@code rtx.offset() + 2} and has {@code
   *     rtx.length() - 2} bytes. Padding-only packets and those shorter than an OSN are none.
   */
  public static boolean unwrapInPlace(RtpView rtx, long ssrc, int payloadType) {
    if (rtx.payloadLength() < OSN_BYTES) {
      return false;
    }
    byte[] b = rtx.buffer();
    int from = rtx.offset();
    int to = from + OSN_BYTES;
    int originalSequence = Bytes.u16(b, rtx.payloadOffset());
    System.arraycopy(b, from, b, to, rtx.payloadOffset() - from);
    b[to + 1] = (byte) ((b[to + 1] & 0x80) | (payloadType & 0x7F));
    Bytes.put16(b, to + 2, originalSequence);
    Bytes.put32(b, to + 8, ssrc);
    return true;
  }

  /**
   * Copies a packet as a retransmission. The original's extensions travel with it; padding does
   * not.
   *
   * @param original a good view
   * @param sequence the retransmission stream's next; its low 16 bits are used
   * @return bytes written from {@code offset}
   */
  public static int wrap(
      RtpView original, byte[] to, int offset, long ssrc, int payloadType, long sequence) {
    byte[] b = original.buffer();
    int header = original.payloadOffset() - original.offset();
    System.arraycopy(b, original.offset(), to, offset, header);
    System.arraycopy(
        b, original.payloadOffset(), to, offset + header + OSN_BYTES, original.payloadLength());
    to[offset] &= (byte) ~0x20;
    to[offset + 1] = (byte) ((to[offset + 1] & 0x80) | (payloadType & 0x7F));
    Bytes.put16(to, offset + 2, (int) sequence);
    Bytes.put32(to, offset + 8, ssrc);
    Bytes.put16(to, offset + header, original.sequence());
    return header + OSN_BYTES + original.payloadLength();
  }
}
