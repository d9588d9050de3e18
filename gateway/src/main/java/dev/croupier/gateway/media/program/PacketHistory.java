package dev.croupier.gateway.media.program;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The last packets of one track of a program, by program sequence number, for retransmission. One
 * per track, shared by all viewers: the table's event loop writes, viewers' event loops read.
 */
public final class PacketHistory {
  /** A packet: its frame and its place in it. */
  public record Entry(ProgramFrame frame, int index) {}

  private final AtomicReferenceArray<ProgramFrame> frames;
  private final int mask;

  /**
   * An empty history.
   *
   * @param capacity packets kept, a power of two
   */
  public PacketHistory(int capacity) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("not a power of two: " + capacity);
    }
    this.frames = new AtomicReferenceArray<>(capacity);
    this.mask = capacity - 1;
  }

  /** Keeps the packets of a frame; the owner of the track only. */
  public void add(ProgramFrame frame) {
    for (int i = 0; i < frame.payloads().length; i++) {
      frames.setRelease((int) (frame.firstSequence() + i) & mask, frame);
    }
  }

  /**
   * The packet with this program sequence number (unwrapped), or null when it is gone or was never
   * sent.
   */
  public Entry find(long sequence) {
    ProgramFrame frame = frames.getAcquire((int) sequence & mask);
    if (frame == null) {
      return null;
    }
    long index = sequence - frame.firstSequence();
    return index >= 0 && index < frame.payloads().length ? new Entry(frame, (int) index) : null;
  }
}
