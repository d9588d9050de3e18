package dev.croupier.gateway.media.rtp;

import java.nio.charset.StandardCharsets;

/**
 * Writes the RTP headers of one stream to one receiver: fixed header and one-byte extensions (RFC
 * 8285). Immutable, so it may be shared; {@link #write} allocates nothing and has no look-ups, as
 * it runs once per packet and viewer.
 *
 * <p>Element order is transport-wide sequence, capture time, mid: the first two fill three words
 * exactly. Ids are those of the answer; 0 means not negotiated.
 */
public final class RtpHeaderWriter {
  /** No capture time on this packet: the element is left out. */
  public static final long NO_CAPTURE_TIME = 0;

  /** Most bytes of padding one packet can carry (RFC 3550 section 5.1). */
  public static final int MAX_PADDING = 255;

  private static final int MAX_ONE_BYTE_ID = 14;
  private static final int MAX_MID_BYTES = 16;
  private static final int TRANSPORT_SEQUENCE_BYTES = 2;
  private static final int CAPTURE_TIME_BYTES = 8;

  private final int transportSequenceId;
  private final int captureTimeId;
  private final int midId;
  private final byte[] mid;

  /**
   * A writer for these extension ids, each 1 to 14, or 0 for none.
   *
   * @param transportSequenceId {@code draft-holmer-rmcat-transport-wide-cc-extensions-01}
   * @param captureTimeId {@code abs-capture-time}
   * @param midId {@code urn:ietf:params:rtp-hdrext:sdes:mid}
   * @param mid the section's mid, 1 to 16 bytes; ignored when {@code midId} is 0
   */
  public RtpHeaderWriter(int transportSequenceId, int captureTimeId, int midId, String mid) {
    this.transportSequenceId = checkId(transportSequenceId);
    this.captureTimeId = checkId(captureTimeId);
    this.midId = checkId(midId);
    this.mid = midId == 0 ? new byte[0] : mid.getBytes(StandardCharsets.US_ASCII);
    if (midId != 0 && (this.mid.length == 0 || this.mid.length > MAX_MID_BYTES)) {
      throw new IllegalArgumentException("mid must have 1 to 16 bytes: " + mid);
    }
  }

  /** Bytes of a header with or without capture time, as {@link #write} would answer. */
  public int size(boolean withCaptureTime) {
    int elements = elementBytes(withCaptureTime);
    return RtpView.FIXED_HEADER + (elements == 0 ? 0 : 4 + (elements + 3) / 4 * 4);
  }

  /**
   * Writes a header.
   *
   * @param sequence its low 16 bits are used
   * @param timestamp its low 32 bits are used
   * @param ssrc 0 to 2^32 - 1
   * @param captureNtp capture time as 64-bit NTP ({@link NtpTime}), or {@link #NO_CAPTURE_TIME}
   * @param transportSequence its low 16 bits are used, where negotiated
   * @return bytes written; the payload goes behind them
   */
  public int write(
      byte[] b,
      int offset,
      boolean marker,
      int payloadType,
      long sequence,
      long timestamp,
      long ssrc,
      long captureNtp,
      int transportSequence) {
    boolean withCaptureTime = captureTimeId != 0 && captureNtp != NO_CAPTURE_TIME;
    int elements = elementBytes(withCaptureTime);
    b[offset] = (byte) (elements == 0 ? 0x80 : 0x90);
    b[offset + 1] = (byte) ((marker ? 0x80 : 0) | (payloadType & 0x7F));
    Bytes.put16(b, offset + 2, (int) sequence);
    Bytes.put32(b, offset + 4, timestamp);
    Bytes.put32(b, offset + 8, ssrc);
    if (elements == 0) {
      return RtpView.FIXED_HEADER;
    }
    int words = (elements + 3) / 4;
    int at = offset + RtpView.FIXED_HEADER;
    Bytes.put32(b, at, 0xBEDE_0000L | words);
    at += 4;
    int end = at + 4 * words;
    if (transportSequenceId != 0) {
      b[at] = (byte) (transportSequenceId << 4 | TRANSPORT_SEQUENCE_BYTES - 1);
      Bytes.put16(b, at + 1, transportSequence);
      at += 1 + TRANSPORT_SEQUENCE_BYTES;
    }
    if (withCaptureTime) {
      b[at] = (byte) (captureTimeId << 4 | CAPTURE_TIME_BYTES - 1);
      Bytes.put64(b, at + 1, captureNtp);
      at += 1 + CAPTURE_TIME_BYTES;
    }
    if (midId != 0) {
      b[at] = (byte) (midId << 4 | mid.length - 1);
      System.arraycopy(mid, 0, b, at + 1, mid.length);
      at += 1 + mid.length;
    }
    while (at < end) {
      b[at++] = 0;
    }
    return end - offset;
  }

  /**
   * Puts padding behind a finished packet and sets its P bit.
   *
   * @param length the packet's bytes so far
   * @param padding 1 to 255 bytes
   * @return the packet's bytes with it
   */
  public static int pad(byte[] b, int offset, int length, int padding) {
    if (padding < 1 || padding > MAX_PADDING) {
      throw new IllegalArgumentException("padding must be 1 to 255 bytes: " + padding);
    }
    b[offset] |= 0x20;
    int end = offset + length + padding;
    for (int at = offset + length; at < end - 1; at++) {
      b[at] = 0;
    }
    b[end - 1] = (byte) padding;
    return length + padding;
  }

  private int elementBytes(boolean withCaptureTime) {
    return (transportSequenceId == 0 ? 0 : 1 + TRANSPORT_SEQUENCE_BYTES)
        + (withCaptureTime && captureTimeId != 0 ? 1 + CAPTURE_TIME_BYTES : 0)
        + (midId == 0 ? 0 : 1 + mid.length);
  }

  private static int checkId(int id) {
    if (id < 0 || id > MAX_ONE_BYTE_ID) {
      throw new IllegalArgumentException("one-byte extension ids are 1 to 14: " + id);
    }
    return id;
  }
}
