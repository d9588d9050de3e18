package dev.croupier.gateway.media.rtp;

import java.nio.charset.StandardCharsets;

/**
 * Writes compound or reduced-size RTCP into the caller's array, packet behind packet. Reusable by
 * {@link #start}; one thread, no allocation. The caller's array must have room: what does not fit
 * is an {@code IndexOutOfBoundsException}, a bug of the caller's.
 */
public final class RtcpWriter {
  private static final int MAX_COUNT = 31;
  private static final int MAX_NACK_FOLLOWERS = 16;
  private static final int MAX_CNAME_BYTES = 255;

  private byte[] b = new byte[0];
  private int start;
  private int at;
  private int packetAt;

  /** Begins a datagram at {@code offset}. */
  public RtcpWriter start(byte[] buffer, int offset) {
    b = buffer;
    start = offset;
    at = offset;
    packetAt = offset;
    return this;
  }

  /** Bytes written since {@link #start}. */
  public int length() {
    return at - start;
  }

  /** A sender report without blocks; {@link #reportBlock} adds some. */
  public RtcpWriter senderReport(long ssrc, long ntp, long rtpTime, long packets, long octets) {
    open(RtcpType.SR, 0);
    put32(ssrc);
    Bytes.put64(b, at, ntp);
    at += 8;
    put32(rtpTime);
    put32(packets);
    put32(octets);
    return close();
  }

  /** A receiver report without blocks; {@link #reportBlock} adds some. */
  public RtcpWriter receiverReport(long ssrc) {
    open(RtcpType.RR, 0);
    put32(ssrc);
    return close();
  }

  /**
   * Adds a block to the SR or RR written just before; see {@link RtcpVisitor#reportBlock}. At most
   * 31.
   */
  public RtcpWriter reportBlock(
      long ssrc,
      int fractionLost,
      int cumulativeLost,
      long highestSequence,
      long jitter,
      long lastReport,
      long delaySinceLast) {
    if ((b[packetAt] & 0x1F) == MAX_COUNT) {
      throw new IllegalStateException("a report has at most 31 blocks");
    }
    b[packetAt]++;
    put32(ssrc);
    Bytes.put8(b, at, fractionLost);
    Bytes.put24(b, at + 1, cumulativeLost);
    at += 4;
    put32(highestSequence);
    put32(jitter);
    put32(lastReport);
    put32(delaySinceLast);
    return close();
  }

  /** An SDES with one CNAME, 1 to 255 bytes of ASCII. */
  public RtcpWriter cname(long ssrc, byte[] cname) {
    if (cname.length > MAX_CNAME_BYTES) {
      throw new IllegalArgumentException("a CNAME has at most 255 bytes");
    }
    open(RtcpType.SDES, 1);
    put32(ssrc);
    b[at++] = RtcpType.SDES_CNAME;
    b[at++] = (byte) cname.length;
    System.arraycopy(cname, 0, b, at, cname.length);
    at += cname.length;
    do {
      b[at++] = 0;
    } while ((at - packetAt) % 4 != 0);
    return close();
  }

  /** {@link #cname(long, byte[])} of a string. */
  public RtcpWriter cname(long ssrc, String cname) {
    return cname(ssrc, cname.getBytes(StandardCharsets.US_ASCII));
  }

  /** BYE of one source, without reason. */
  public RtcpWriter bye(long ssrc) {
    open(RtcpType.BYE, 1);
    put32(ssrc);
    return close();
  }

  /**
   * A generic NACK.
   *
   * @param sequences ascending on the unwrapped line; their low 16 bits go on the wire
   * @param count how many of them, at least 1
   */
  public RtcpWriter nack(long sender, long mediaSsrc, long[] sequences, int count) {
    open(RtcpType.RTPFB, RtcpType.FMT_NACK);
    put32(sender);
    put32(mediaSsrc);
    int i = 0;
    while (i < count) {
      long first = sequences[i++];
      int followers = 0;
      while (i < count && sequences[i] - first <= MAX_NACK_FOLLOWERS) {
        if (sequences[i] > first) {
          followers |= 1 << (int) (sequences[i] - first - 1);
        }
        i++;
      }
      Bytes.put16(b, at, (int) first);
      Bytes.put16(b, at + 2, followers);
      at += 4;
    }
    return close();
  }

  /** A picture loss indication. */
  public RtcpWriter pli(long sender, long mediaSsrc) {
    open(RtcpType.PSFB, RtcpType.FMT_PLI);
    put32(sender);
    put32(mediaSsrc);
    return close();
  }

  /** A full intra request; {@code commandSequence} 0 to 255, raised by one for each new request. */
  public RtcpWriter fir(long sender, long mediaSsrc, int commandSequence) {
    open(RtcpType.PSFB, RtcpType.FMT_FIR);
    put32(sender);
    put32(0);
    put32(mediaSsrc);
    put32((long) commandSequence << 24);
    return close();
  }

  /** A receiver's bit rate estimate for some SSRCs (0 to 255 of them). */
  public RtcpWriter remb(long sender, long bitsPerSecond, long... ssrcs) {
    open(RtcpType.PSFB, RtcpType.FMT_ALFB);
    put32(sender);
    put32(0);
    put32(RtcpType.REMB_NAME);
    int exponent = Math.max(0, 46 - Long.numberOfLeadingZeros(bitsPerSecond));
    Bytes.put8(b, at, ssrcs.length);
    Bytes.put24(b, at + 1, exponent << 18 | (int) (bitsPerSecond >> exponent));
    at += 4;
    for (long ssrc : ssrcs) {
      put32(ssrc);
    }
    return close();
  }

  /** An XR with a receiver reference time block (RFC 3611 section 4.4). */
  public RtcpWriter receiverReferenceTime(long ssrc, long ntp) {
    open(RtcpType.XR, 0);
    put32(ssrc);
    put32((long) RtcpType.XR_RRTR << 24 | 2);
    Bytes.put64(b, at, ntp);
    at += 8;
    return close();
  }

  /** An XR with one DLRR sub-block, addressed to {@code receiver} (RFC 3611 section 4.5). */
  public RtcpWriter delaySinceLastRr(long ssrc, long receiver, long lastRr, long delaySinceLast) {
    open(RtcpType.XR, 0);
    put32(ssrc);
    put32((long) RtcpType.XR_DLRR << 24 | 3);
    put32(receiver);
    put32(lastRr);
    put32(delaySinceLast);
    return close();
  }

  /** Begins a transport-wide feedback whose body its recorder writes up to the answered offset. */
  byte[] buffer() {
    return b;
  }

  int openTransportFeedback(long sender, long mediaSsrc) {
    open(RtcpType.RTPFB, RtcpType.FMT_TRANSPORT);
    put32(sender);
    put32(mediaSsrc);
    return at;
  }

  RtcpWriter closeTransportFeedback(int end) {
    at = end;
    int padding = 3 - (at - packetAt + 3) % 4;
    if (padding > 0) {
      b[packetAt] |= 0x20;
      for (int i = 1; i < padding; i++) {
        b[at++] = 0;
      }
      b[at++] = (byte) padding;
    }
    return close();
  }

  private void open(int type, int count) {
    packetAt = at;
    b[at] = (byte) (0x80 | count);
    b[at + 1] = (byte) type;
    at += 4;
  }

  private RtcpWriter close() {
    Bytes.put16(b, packetAt + 2, (at - packetAt) / 4 - 1);
    return this;
  }

  private void put32(long value) {
    Bytes.put32(b, at, value);
    at += 4;
  }
}
