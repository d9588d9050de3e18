package dev.croupier.gateway.media.net;

import io.netty.buffer.ByteBuf;

/**
 * Cuts a TCP stream into the packets that were put in it, each behind its length as 16 bits (RFC
 * 4571 §2). Holds one packet, never more. Owner: the connection's event loop.
 */
final class TcpFrames {
  /** Takes one packet; the buffer is valid during the call. */
  interface Target {
    /** Returns false when it wants no more. */
    boolean received(byte[] buffer, int length);
  }

  /** Longest packet: no packet of ours or of a browser is longer than an Ethernet frame. */
  static final int MAX_PACKET_BYTES = UdpLoops.MAX_DATAGRAM_BYTES - 1;

  private static final int HEADER = 2;

  private final byte[] packet = new byte[MAX_PACKET_BYTES];
  private int header;
  private int headerBytes;
  private int filled;

  /** How {@link #feed} ended. */
  enum Outcome {
    /** All that there was is taken in. */
    READ,
    /** A length is 0 or beyond the longest: nothing behind it can be read. */
    BAD_LENGTH,
    /** The target wanted no more. */
    STOPPED
  }

  /** Takes what has arrived; after anything but {@link Outcome#READ} the stream is over. */
  Outcome feed(ByteBuf in, Target target) {
    while (in.isReadable()) {
      if (headerBytes < HEADER) {
        header = (header << 8 | in.readUnsignedByte()) & 0xFFFF;
        headerBytes++;
        if (headerBytes == HEADER && (header == 0 || header > MAX_PACKET_BYTES)) {
          return Outcome.BAD_LENGTH;
        }
        continue;
      }
      int bytes = Math.min(in.readableBytes(), header - filled);
      in.readBytes(packet, filled, bytes);
      filled += bytes;
      if (filled == header) {
        headerBytes = 0;
        filled = 0;
        if (!target.received(packet, header)) {
          return Outcome.STOPPED;
        }
      }
    }
    return Outcome.READ;
  }

  /** Puts a packet behind its length. */
  static void write(ByteBuf out, byte[] buffer, int offset, int length) {
    out.writeShort(length);
    out.writeBytes(buffer, offset, length);
  }
}
