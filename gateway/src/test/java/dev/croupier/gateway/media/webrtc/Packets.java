package dev.croupier.gateway.media.webrtc;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Makes RTP and RTCP packets, written from RFC 3550 §5.1 and §6.4.2. */
public final class Packets {
  /** Behind each packet: room for the longest tag and index. */
  public static final int ROOM = 32;

  private Packets() {}

  /** An RTP packet whose payload bytes count up from the sequence number. */
  public static byte[] rtp(int ssrc, int sequence, int payloadBytes) {
    ByteBuffer packet = ByteBuffer.allocate(12 + payloadBytes);
    packet.put((byte) 0x80).put((byte) 96).putShort((short) sequence);
    packet.putInt(sequence * 3000).putInt(ssrc);
    for (int i = 0; i < payloadBytes; i++) {
      packet.put((byte) (sequence + i));
    }
    return packet.array();
  }

  /** A receiver report without blocks, followed by a padding-free SDES-like tail of words. */
  public static byte[] rtcp(int ssrc, int words) {
    ByteBuffer packet = ByteBuffer.allocate(8 + 4 * words);
    packet.put((byte) 0x80).put((byte) 201).putShort((short) (1 + words)).putInt(ssrc);
    for (int i = 0; i < words; i++) {
      packet.putInt(i * 7);
    }
    return packet.array();
  }

  /** The packet with room behind it. */
  public static byte[] withRoom(byte[] packet) {
    return Arrays.copyOf(packet, packet.length + ROOM);
  }
}
