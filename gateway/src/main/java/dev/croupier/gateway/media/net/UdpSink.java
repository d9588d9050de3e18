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
  private static final int FLUSH_BYTES = 128 * 1024;

  private static final int EIO = 5;
  private static final int EINVAL = 22;

  private final TransportCounters counters;
  private final Runnable endOfTurn = this::endOfTurn;
  private DatagramChannel channel;
  private SendSlab slab;
  private boolean segments;
  private boolean turnOpen;
  private int gathered;

  private ByteBuf runMemory;
  private InetSocketAddress runTo;
  private int runFrom;
  private int runEnd;
  private long runPut;
  private int runSegment;
  private int runCount;
  private boolean runComplete;

  UdpSink(TransportCounters counters) {
    this.counters = counters;
  }

  /**
   * Ties it to its socket, before the first send.
   *
   * @param memory of the socket's event loop
   */
  void attach(DatagramChannel socket, SendSlab memory, boolean withSegments) {
    channel = socket;
    slab = memory;
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
      runCount++;
      runComplete = length < runSegment;
    } else {
      writeRun();
      runMemory = slab.open(length);
      runFrom = slab.end();
      runEnd = runFrom;
      runTo = to;
      runSegment = length;
      runCount = 1;
      runComplete = false;
    }
    slab.put(buffer, offset, length);
    runEnd += length;
    runPut = slab.puts();
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
        && runMemory != null
        && !runComplete
        && length <= runSegment
        && runCount < MAX_SEGMENTS
        && runEnd - runFrom + length <= MAX_RUN_BYTES
        && runPut == slab.puts()
        && slab.hasRoom(length)
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
    slab.rewind();
  }

  private void writeRun() {
    if (runMemory == null) {
      return;
    }
    ByteBuf run = runMemory.slice(runFrom, runEnd - runFrom);
    runMemory = null;
    DatagramPacket packet =
        runCount == 1
            ? new DatagramPacket(run, runTo)
            : new SegmentedDatagramPacket(run, runSegment, runTo);
    var unused = channel.write(packet, channel.voidPromise());
  }
}
