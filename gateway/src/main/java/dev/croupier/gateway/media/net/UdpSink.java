package dev.croupier.gateway.media.net;

import dev.croupier.gateway.media.webrtc.PacketSink;
import dev.croupier.gateway.media.webrtc.TransportCounters;
import dev.croupier.gateway.media.webrtc.TransportRefusal;
import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;

/**
 * The way out of one socket. Datagrams in a row to one address, equal in size but for a shorter
 * last, leave as one UDP GSO send; everything is flushed once at the end of the event loop's turn,
 * or earlier when a lot has gathered. Owner: the socket's event loop.
 */
final class UdpSink implements PacketSink {
  /** UDP_MAX_SEGMENTS of the kernel. */
  private static final int MAX_SEGMENTS = 64;

  /** Below the largest UDP payload, 65,507 bytes. */
  private static final int MAX_RUN_BYTES = 64_000;

  /** Gathered so much, a flush costs little more than it saves in latency and memory. */
  private static final int FLUSH_BYTES = 256 * 1024;

  private static final int EIO = 5;
  private static final int EINVAL = 22;
  private static final int FIRST_RUN_BYTES = 16 * 1024;
  private static final int SMALL_BYTES = 400;

  private final TransportCounters counters;
  private final Runnable endOfTurn = this::endOfTurn;
  private DatagramChannel channel;
  private boolean segments;
  private boolean turnOpen;
  private int gathered;

  private ByteBuf run;
  private InetSocketAddress runTo;
  private int runSegment;
  private int runCount;
  private boolean runComplete;

  UdpSink(TransportCounters counters) {
    this.counters = counters;
  }

  /** Ties it to its socket, before the first send. */
  void attach(DatagramChannel socket, boolean withSegments) {
    channel = socket;
    segments = withSegments;
  }

  /**
   * A send failed. Only where the device or the kernel cannot do GSO at all (EIO, EINVAL; {@code
   * udp(7)}) is it given up: what fails for want of room, or because a peer is gone, says nothing.
   */
  void failed(Throwable cause) {
    counters.refused(TransportRefusal.SEND_FAILED);
    if (cause instanceof Errors.NativeIoException io
        && (-io.expectedErr() == EIO || -io.expectedErr() == EINVAL)) {
      segments = false;
    }
  }

  /** Whether rows of datagrams leave by GSO. */
  boolean segmenting() {
    return segments;
  }

  @Override
  public void send(InetSocketAddress to, byte[] buffer, int offset, int length) {
    if (!channel.isWritable()) {
      flush();
      if (!channel.isWritable()) {
        counters.refused(TransportRefusal.SEND_QUEUE_FULL);
        return;
      }
    }
    counters.sent(length);
    if (joins(to, length)) {
      run.writeBytes(buffer, offset, length);
      runCount++;
      runComplete = length < runSegment;
    } else {
      writeRun();
      // Room for more of a picture's packets; small ones (audio, STUN) come alone.
      int capacity = segments && length > SMALL_BYTES ? FIRST_RUN_BYTES : length;
      run = channel.alloc().directBuffer(capacity, MAX_RUN_BYTES + length);
      run.writeBytes(buffer, offset, length);
      runTo = to;
      runSegment = length;
      runCount = 1;
      runComplete = false;
    }
    gathered += length;
    if (gathered >= FLUSH_BYTES) {
      flush();
    } else if (!turnOpen) {
      turnOpen = true;
      channel.eventLoop().execute(endOfTurn);
    }
  }

  private boolean joins(InetSocketAddress to, int length) {
    return segments
        && run != null
        && !runComplete
        && length <= runSegment
        && runCount < MAX_SEGMENTS
        && run.readableBytes() + length <= MAX_RUN_BYTES
        && runTo.equals(to);
  }

  private void endOfTurn() {
    turnOpen = false;
    flush();
  }

  private void flush() {
    writeRun();
    gathered = 0;
    channel.flush();
  }

  private void writeRun() {
    if (run == null) {
      return;
    }
    DatagramPacket packet =
        runCount == 1
            ? new DatagramPacket(run, runTo)
            : new SegmentedDatagramPacket(run, runSegment, runTo);
    run = null;
    var unused = channel.write(packet, channel.voidPromise());
  }
}
