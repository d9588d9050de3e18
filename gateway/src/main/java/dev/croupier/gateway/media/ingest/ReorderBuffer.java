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

  /** Packets further behind are not late ones: at 20 Mbit/s they would be 300 ms old. */
  private static final int LATE = 512;

  private static final long RENACK_MICROS = 60_000;

  private final byte[][] packets = new byte[CAPACITY][];
  private final long waitMicros;
  private boolean started;
  private long next;
  private long highest;
  private long holeSince = -1;
  private long nackedAt = Long.MIN_VALUE / 2;
  private boolean lost;
  private byte[] stray;
  private long strayNext;

  /**
   * An empty buffer.
   *
   * @param waitMicros how long a hole is waited for
   */
  ReorderBuffer(long waitMicros) {
    this.waitMicros = waitMicros;
  }

  /**
   * Takes a packet in; false for a repeat, or one that comes too late or too early.
   *
   * <p>A packet far off the line is believed when the next one follows it (RFC 3550 appendix A.1):
   * an encoder that begins anew under its old SSRC does, a stray or forged one does not.
   */
  boolean insert(long sequence, byte[] packet) {
    if (!started) {
      restart(sequence);
      started = true;
    } else if (sequence - next >= CAPACITY || next - sequence > LATE) {
      if (sequence != strayNext || stray == null) {
        stray = packet;
        strayNext = sequence + 1;
        return false;
      }
      byte[] before = stray;
      restart(sequence - 1);
      lost = true;
      take(sequence - 1, before);
    } else if (sequence < next) {
      return false;
    }
    stray = null;
    return take(sequence, packet);
  }

  /** The next packet in order, or null while there is none or its hole is still waited for. */
  byte[] poll(long nowMicros) {
    if (!started || next > highest) {
      holeSince = -1;
      return null;
    }
    byte[] packet = packets[slot(next)];
    if (packet != null) {
      packets[slot(next)] = null;
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
    while (packets[slot(next)] == null) {
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
      if (packets[slot(s)] == null) {
        sink.accept(s);
        any = true;
      }
    }
    if (any) {
      nackedAt = nowMicros;
    }
  }

  /** What was kept can no longer be completed. */
  private void restart(long sequence) {
    Arrays.fill(packets, null);
    next = sequence;
    highest = sequence - 1;
    holeSince = -1;
  }

  private boolean take(long sequence, byte[] packet) {
    int slot = slot(sequence);
    if (packets[slot] != null) {
      return false;
    }
    packets[slot] = packet;
    highest = Math.max(highest, sequence);
    return true;
  }

  /** Positions behind the first packet's may be negative. */
  private static int slot(long sequence) {
    return (int) Math.floorMod(sequence, (long) CAPACITY);
  }
}
