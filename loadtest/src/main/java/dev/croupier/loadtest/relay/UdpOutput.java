package dev.croupier.loadtest.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.Errors;

/**
 * The way out of one UDP socket: what is due at one moment is written, then flushed at once. Owner:
 * the relay's event loop.
 */
final class UdpOutput {
  /** What the kernel says to a GSO send that the way out cannot do: EIO, EINVAL. */
  private static final int IO = -5;

  private static final int INVALID = -22;

  private final RelayLoop loop;
  private final DatagramChannel channel;
  private final Runnable flush = this::flush;
  private boolean segments;
  private boolean written;

  /** A way out; {@code segments}: whether GSO is there. */
  UdpOutput(RelayLoop loop, DatagramChannel channel, boolean segments) {
    this.loop = loop;
    this.channel = channel;
    this.segments = segments;
  }

  /** Whether one send may carry many datagrams. */
  boolean segments() {
    return segments;
  }

  /** Whether so much is unsent that the kernel's buffer must be full. */
  boolean isFull() {
    return !channel.isWritable();
  }

  ByteBuf allocate(int bytes, int most) {
    return channel.alloc().directBuffer(bytes, most);
  }

  /** Writes one send, whose bytes it takes over. */
  void write(DatagramPacket packet) {
    var _ = channel.write(packet, channel.voidPromise());
    if (!written) {
      written = true;
      loop.afterwards(flush);
    }
  }

  /** A send failed. A device that cannot do GSO gets single datagrams from now on. */
  void failed(Throwable cause) {
    if (cause instanceof Errors.NativeIoException e
        && (e.expectedErr() == IO || e.expectedErr() == INVALID)) {
      segments = false;
    }
  }

  private void flush() {
    written = false;
    channel.flush();
  }
}
