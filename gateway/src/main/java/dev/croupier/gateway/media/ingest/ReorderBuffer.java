package dev.croupier.gateway.media.ingest;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Puts the packets of one stream in order and says which are missing. Pure; one owner thread;
 * bounded.
 *
 * <p>Positions are unwrapped sequence numbers. A hole is waited for until its deadline, then given
 * up.
 */
final class ReorderBuffer {
  /** Packets a stream may run ahead of a hole. */
  static final int CAPACITY = 1_024;

  private static final long RENACK_MICROS = 60_000;

  private final byte[][] packets = new byte[CAPACITY][];
  private final long waitMicros;
  private boolean started;
  private long next;
  private long highest;
  private long holeSince = -1;
  private long nackedAt = Long.MIN_VALUE / 2;
  private boolean lost;

  /**
   * An empty buffer.
   *
   * @param waitMicros how long a hole is waited for
   */
  ReorderBuffer(long waitMicros) {
    this.waitMicros = waitMicros;
  }

  /** Takes a packet in; false for a repeat, or one that comes too late or too early. */
  boolean insert(long sequence, byte[] packet) {
    if (!started) {
      started = true;
      next = sequence;
      highest = sequence - 1;
    }
    if (sequence < next) {
      return false;
    }
    if (sequence - next >= CAPACITY) {
      // A jump far ahead is a new start of the stream (RFC 3550 A.1): what was kept can no longer
      // be completed.
      Arrays.fill(packets, null);
      next = sequence;
      highest = sequence - 1;
      lost = true;
    }
    int slot = (int) (sequence % CAPACITY);
    if (packets[slot] != null) {
      return false;
    }
    packets[slot] = packet;
    highest = Math.max(highest, sequence);
    return true;
  }

  /** The next packet in order, or null while there is none or its hole is still waited for. */
  byte[] poll(long nowMicros) {
    if (!started || next > highest) {
      holeSince = -1;
      return null;
    }
    byte[] packet = packets[(int) (next % CAPACITY)];
    if (packet != null) {
      packets[(int) (next % CAPACITY)] = null;
      next++;
      holeSince = -1;
      return packet;
    }
    if (holeSince < 0) {
      holeSince = nowMicros;
    }
    if (nowMicros - holeSince < waitMicros) {
      return null;
    }
    while (packets[(int) (next % CAPACITY)] == null) {
      next++;
    }
    lost = true;
    holeSince = -1;
    return poll(nowMicros);
  }

  /** Whether packets were given up before the one polled last; asking clears it. */
  boolean takeLost() {
    boolean was = lost;
    lost = false;
    return was;
  }

  /** Names the missing packets, at once when a hole is new and then every 60 ms. */
  void missing(long nowMicros, LongConsumer sink) {
    if (!started || next > highest || nowMicros - nackedAt < RENACK_MICROS) {
      return;
    }
    boolean any = false;
    for (long s = next; s < highest && s < next + 256; s++) {
      if (packets[(int) (s % CAPACITY)] == null) {
        sink.accept(s);
        any = true;
      }
    }
    if (any) {
      nackedAt = nowMicros;
    }
  }
}
