package dev.croupier.loadtest.relay;

import io.netty.buffer.ByteBuf;

/**
 * Datagrams of one lane that leave at the same tick in one send: equal in size but for a shorter
 * last (UDP GSO), at most 64. Owner: the relay's event loop.
 */
final class UdpRun extends Timed {
  /** UDP_MAX_SEGMENTS of the kernel. */
  private static final int MAX_SEGMENTS = 64;

  /** Below the largest UDP payload, 65,507 bytes. */
  private static final int MAX_RUN_BYTES = 64_000;

  /** Larger ones would not fit Ethernet's MTU; the kernel refuses those in a GSO send. */
  private static final int MAX_SEGMENT_BYTES = 1_472;

  private final UdpLane lane;
  ByteBuf bytes;
  int segment;
  int count;
  long arrivedNs;
  long plannedNs;
  private boolean complete;

  /** A run without datagrams. */
  UdpRun(UdpLane lane) {
    this.lane = lane;
  }

  /**
   * Begins anew with its first datagram, which is copied.
   *
   * @param segments whether it may have more than one
   */
  void begin(ByteBuf into, ByteBuf datagram, long arrived, long planned, boolean segments) {
    int size = datagram.readableBytes();
    bytes = into;
    into.writeBytes(datagram, datagram.readerIndex(), size);
    segment = size;
    count = 1;
    arrivedNs = arrived;
    plannedNs = planned;
    complete = !segments || size > MAX_SEGMENT_BYTES;
  }

  /** Whether one of this size may come behind what is there. */
  boolean takes(int size) {
    return !complete
        && size <= segment
        && count < MAX_SEGMENTS
        && bytes.readableBytes() + size <= MAX_RUN_BYTES;
  }

  /** Adds a copy of one that it takes. */
  void add(ByteBuf datagram) {
    int size = datagram.readableBytes();
    bytes.writeBytes(datagram, datagram.readerIndex(), size);
    count++;
    complete = size < segment;
  }

  @Override
  void due(long nowNs) {
    lane.depart(this, nowNs);
  }
}
