package dev.croupier.gateway.media.codec;

/**
 * Cuts VP8 frames into RTP payloads of equal size (RFC 7741), each behind a descriptor of 4 bytes
 * with a 15-bit picture id. Immutable, any thread.
 */
public final class Vp8Packetizer {
  private static final int DESCRIPTOR = 4;
  private static final int MIN_PAYLOAD = 64;

  private final int maxPayload;

  /** A packetizer with payloads of at most {@code maxPayload} bytes, at least 64. */
  public Vp8Packetizer(int maxPayload) {
    if (maxPayload < MIN_PAYLOAD) {
      throw new IllegalArgumentException("payloads must hold at least 64 bytes: " + maxPayload);
    }
    this.maxPayload = maxPayload;
  }

  /**
   * The payloads of a frame, in order.
   *
   * @param frame not empty
   * @param pictureId raised by one a frame; its low 15 bits are used
   */
  public byte[][] packetize(byte[] frame, int pictureId) {
    int room = pieceBytes();
    int count = (frame.length + room - 1) / room;
    return packetize(frame, (frame.length + count - 1) / count, pictureId);
  }

  /**
   * The payloads of a frame as they are cut while its bytes arrive: of full size but for the last.
   *
   * @param frame not empty
   * @param pictureId as in {@link #packetize}
   */
  public byte[][] cut(byte[] frame, int pictureId) {
    return packetize(frame, pieceBytes(), pictureId);
  }

  /**
   * Pieces of a frame of which not all is there, behind their descriptors.
   *
   * @param first whether the first of them is the frame's
   * @param pictureId as in {@link #packetize}
   */
  public byte[][] behindDescriptors(byte[][] pieces, boolean first, int pictureId) {
    byte[][] out = new byte[pieces.length][];
    for (int i = 0; i < out.length; i++) {
      out[i] = payload(pieces[i], 0, pieces[i].length, first && i == 0, pictureId);
    }
    return out;
  }

  /** Bytes of a frame in a payload of full size. */
  int pieceBytes() {
    return maxPayload - DESCRIPTOR;
  }

  private static byte[][] packetize(byte[] frame, int size, int pictureId) {
    byte[][] out = new byte[(frame.length + size - 1) / size][];
    for (int i = 0; i < out.length; i++) {
      int from = i * size;
      out[i] = payload(frame, from, Math.min(size, frame.length - from), i == 0, pictureId);
    }
    return out;
  }

  private static byte[] payload(byte[] frame, int from, int bytes, boolean first, int pictureId) {
    byte[] payload = new byte[DESCRIPTOR + bytes];
    payload[0] = (byte) (first ? 0x90 : 0x80);
    payload[1] = (byte) 0x80;
    payload[2] = (byte) (0x80 | ((pictureId >> 8) & 0x7F));
    payload[3] = (byte) pictureId;
    System.arraycopy(frame, from, payload, DESCRIPTOR, bytes);
    return payload;
  }
}
