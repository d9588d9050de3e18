package dev.croupier.gateway.media.ingest;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Puts the packets of one stream in order and says which are missing. Pure; one owner thread;
 * bounded; nothing is allocated for a packet.
 *
 * <p>Positions are unwrapped sequence numbers. A packet is missing from the moment at which one
 * behind it comes; from then it is waited for as long as {@link RepairWait} says, whatever else is
 * missing, and then given up. It is given up earlier where the stream has run so far ahead that
 * there would soon be no room.
 */
final class ReorderBuffer {
  /** Packets a stream may run ahead of a hole. */
  static final int CAPACITY = 1_024;

  /** Named at a time at most: what one NACK packet holds, however scattered they are. */
  static final int MAX_NAMED = 256;

  /** What is still missing is named again after this. */
  static final long REPEAT_MICROS = 60_000;

  /** Between two namings at least: holes that follow each other closely go into one NACK. */
  static final long BATCH_MICROS = 5_000;

  /** Packets further behind are not late ones: at 20 Mbit/s they would be 300 ms old. */
  private static final int LATE = 512;

  /** The oldest hole is not waited for beyond this; the rest is room for a loss in one go. */
  private static final int FULL = CAPACITY * 3 / 4;

  private static final long NEVER = Long.MIN_VALUE;

  private final byte[][] packets = new byte[CAPACITY][];

  // By slot; those of holes are valid, and the first asking of what was given up until it is
  // reused.
  private final long[] noticedAt = new long[CAPACITY];
  private final long[] firstAsked = new long[CAPACITY];
  private final long[] lastAsked = new long[CAPACITY];

  private final RepairWait wait;
  private boolean started;
  private long next;
  private long highest;
  private long dueMicros = Long.MAX_VALUE;
  private long namedMicros = NEVER / 2;
  private boolean lost;
  private byte[] stray;
  private long strayNext;

  /**
   * An empty buffer.
   *
   * @param wait how long a missing packet is waited for; told how long those took that were named
   */
  ReorderBuffer(RepairWait wait) {
    this.wait = wait;
  }

  /**
   * Takes a packet in; false for a repeat, or one that comes too late or too early.
   *
   * <p>A packet far off the line is believed when the next one follows it (RFC 3550 appendix A.1):
   * an encoder that begins anew under its old SSRC does, a stray or forged one does not.
   */
  boolean insert(long sequence, byte[] packet, long nowMicros) {
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
      take(sequence - 1, before, nowMicros);
    } else if (sequence < next) {
      came(sequence, nowMicros);
      return false;
    }
    stray = null;
    return take(sequence, packet, nowMicros);
  }

  /** The next packet in order, or null while there is none or it is still waited for. */
  byte[] poll(long nowMicros) {
    while (started && next <= highest) {
      int slot = slot(next);
      byte[] packet = packets[slot];
      if (packet == null && nowMicros - noticedAt[slot] < wait.micros() && highest - next < FULL) {
        return null;
      }
      packets[slot] = null;
      next++;
      if (packet != null) {
        return packet;
      }
      lost = true;
    }
    return null;
  }

  /** Whether packets were given up before the one polled last; asking clears it. */
  boolean takeLost() {
    boolean was = lost;
    lost = false;
    return was;
  }

  /**
   * Names the missing packets that are to be asked for now, ascending, {@link #MAX_NAMED} at most:
   * each as soon as it is missing, or {@link #BATCH_MICROS} after the last naming, and again every
   * {@link #REPEAT_MICROS} as long as it could still come in time.
   */
  void missing(long nowMicros, LongConsumer sink) {
    if (nowMicros < dueMicros || nowMicros - namedMicros < BATCH_MICROS) {
      return;
    }
    int named = 0;
    dueMicros = Long.MAX_VALUE;
    for (long s = next; s < highest; s++) {
      int slot = slot(s);
      if (packets[slot] != null) {
        continue;
      }
      if (named < MAX_NAMED && askMicros(slot) <= nowMicros) {
        sink.accept(s);
        named++;
        lastAsked[slot] = nowMicros;
        if (firstAsked[slot] == NEVER) {
          firstAsked[slot] = nowMicros;
        }
      }
      dueMicros = Math.min(dueMicros, askMicros(slot));
    }
    if (named > 0) {
      namedMicros = nowMicros;
    }
  }

  /** When a missing packet is to be asked for next. */
  private long askMicros(int slot) {
    if (firstAsked[slot] == NEVER) {
      return noticedAt[slot];
    }
    long again = lastAsked[slot] + REPEAT_MICROS;
    boolean useless = again + wait.answerMicros() > noticedAt[slot] + wait.micros();
    return useless ? Long.MAX_VALUE : again;
  }

  /** What was kept can no longer be completed. */
  private void restart(long sequence) {
    Arrays.fill(packets, null);
    Arrays.fill(firstAsked, NEVER);
    next = sequence;
    highest = sequence - 1;
    dueMicros = Long.MAX_VALUE;
  }

  private boolean take(long sequence, byte[] packet, long nowMicros) {
    int slot = slot(sequence);
    if (packets[slot] != null) {
      return false;
    }
    packets[slot] = packet;
    if (sequence <= highest) {
      came(sequence, nowMicros);
      return true;
    }
    firstAsked[slot] = NEVER;
    for (long s = highest + 1; s < sequence; s++) {
      int hole = slot(s);
      noticedAt[hole] = nowMicros;
      firstAsked[hole] = NEVER;
      dueMicros = Math.min(dueMicros, nowMicros);
    }
    highest = sequence;
    return true;
  }

  /** A packet that was missing has come, perhaps too late. */
  private void came(long sequence, long nowMicros) {
    int slot = slot(sequence);
    if (sequence > highest - CAPACITY && firstAsked[slot] != NEVER) {
      wait.answered(nowMicros - firstAsked[slot]);
      firstAsked[slot] = NEVER;
    }
  }

  /** Positions behind the first packet's may be negative. */
  private static int slot(long sequence) {
    return (int) Math.floorMod(sequence, (long) CAPACITY);
  }
}
