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
    int room = maxPayload - DESCRIPTOR;
    int count = (frame.length + room - 1) / room;
    int size = (frame.length + count - 1) / count;
    int payloads = (frame.length + size - 1) / size;
    byte[][] out = new byte[payloads][];
    for (int i = 0; i < payloads; i++) {
      int from = i * size;
      int bytes = Math.min(size, frame.length - from);
      byte[] payload = new byte[DESCRIPTOR + bytes];
      payload[0] = (byte) (i == 0 ? 0x90 : 0x80);
      payload[1] = (byte) 0x80;
      payload[2] = (byte) (0x80 | ((pictureId >> 8) & 0x7F));
      payload[3] = (byte) pictureId;
      System.arraycopy(frame, from, payload, DESCRIPTOR, bytes);
      out[i] = payload;
    }
    return out;
  }
}
