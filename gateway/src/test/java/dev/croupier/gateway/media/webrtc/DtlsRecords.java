package dev.croupier.gateway.media.webrtc;

import java.nio.ByteBuffer;

/** Writes DTLS records and handshake fragments by hand (RFC 6347 §4.1, §4.2.2). */
public final class DtlsRecords {
  public static final int HANDSHAKE = 22;
  public static final int CLIENT_HELLO = 1;

  private DtlsRecords() {}

  /** A record of version DTLS 1.2. */
  public static byte[] record(int type, int epoch, long sequence, byte[] body) {
    ByteBuffer record = ByteBuffer.allocate(13 + body.length);
    record.put((byte) type).putShort((short) 0xFEFD).putShort((short) epoch);
    record.putShort((short) (sequence >> 32)).putInt((int) sequence);
    record.putShort((short) body.length).put(body);
    return record.array();
  }

  /** A fragment of a handshake message that declares {@code length}. */
  public static byte[] fragment(int type, int length, int message, int at, byte[] part) {
    ByteBuffer fragment = ByteBuffer.allocate(12 + part.length);
    fragment.put((byte) type).put(uint24(length)).putShort((short) message);
    fragment.put(uint24(at)).put(uint24(part.length)).put(part);
    return fragment.array();
  }

  /** A datagram with one fragment of an unencrypted handshake message. */
  public static byte[] datagram(int type, int length, int message, int at, int partBytes) {
    return record(HANDSHAKE, 0, message, fragment(type, length, message, at, new byte[partBytes]));
  }

  public static byte[] join(byte[]... parts) {
    int size = 0;
    for (byte[] part : parts) {
      size += part.length;
    }
    ByteBuffer joined = ByteBuffer.allocate(size);
    for (byte[] part : parts) {
      joined.put(part);
    }
    return joined.array();
  }

  private static byte[] uint24(int value) {
    return new byte[] {(byte) (value >> 16), (byte) (value >> 8), (byte) value};
  }
}
