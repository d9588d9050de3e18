package dev.croupier.gateway.media.peer;

import java.util.Arrays;

/**
 * Puts a stream's packets in order, and says which are missing and which were given up. Pure; one
 * owner thread; bounded.
 *
 * <p>Positions are unwrapped sequence numbers. A packet that is simply the next one never touches
 * the ring: see {@link #isNext}.
 */
final class WhepPlayerOrder {
  /** Packets a stream may run ahead of a hole: 6 s at 2.5 Mbit/s; a power of two. */
  static final int CAPACITY = 2_048;

  /** A hole younger than this may be a reordered packet, 5 ms. */
  static final long PATIENCE_MICROS = 5_000;

  /** How often a missing packet is asked for: the longest usual round trip, 80 ms. */
  static final long AGAIN_MICROS = 80_000;

  /** Most packets named in one asking. */
  static final int MAX_ASKED = 64;

  /** A packet behind a hole; the payload is its own copy. */
  record Packet(long sequence, long rtpTime, boolean marker, long captureMicros, byte[] payload) {}

  private static final long NOT_ASKED = Long.MIN_VALUE;

  private final Packet[] packets = new Packet[CAPACITY];
  private final long[] missingSince = new long[CAPACITY];
  private final long[] askedAt = new long[CAPACITY];
  private final long giveUpMicros;
  private boolean started;
  private long next;
  private long highest;
  private long lastMicros;
  private long lostSinceAsked;
  private long givenUp;
  private long nacked;

  /**
   * An empty order.
   *
   * @param giveUpMicros how long a missing packet is waited for
   */
  WhepPlayerOrder(long giveUpMicros) {
    this.giveUpMicros = giveUpMicros;
  }

  /**
   * Whether a packet is the next one and none waits: it may be used at once, after {@link #skip}.
   */
  boolean isNext(long sequence) {
    return !started || (sequence == next && highest < next);
  }

  /** The packet that {@link #isNext} was used. */
  void skip(long sequence, long nowMicros) {
    started = true;
    lastMicros = nowMicros;
    next = sequence + 1;
    highest = sequence;
  }

  /** Keeps a packet; false for a repeat, or one that was used or given up. */
  boolean insert(Packet packet, long nowMicros) {
    long sequence = packet.sequence();
    if (sequence < next) {
      return false;
    }
    if (sequence - next >= CAPACITY) {
      jumpTo(sequence);
    }
    if (packets[slot(sequence)] != null) {
      return false;
    }
    // What was sent while nothing came for so long would be too late: the next keyframe is sooner.
    boolean outage = nowMicros - lastMicros >= giveUpMicros;
    long since = outage ? nowMicros - giveUpMicros : nowMicros;
    lastMicros = nowMicros;
    for (long missing = highest + 1; missing < sequence; missing++) {
      missingSince[slot(missing)] = since;
      askedAt[slot(missing)] = NOT_ASKED;
    }
    highest = Math.max(highest, sequence);
    packets[slot(sequence)] = packet;
    return true;
  }

  /** The next packet in order, or null while there is none or its hole is still waited for. */
  Packet poll(long nowMicros) {
    while (started && next <= highest) {
      int slot = slot(next);
      Packet packet = packets[slot];
      if (packet == null && nowMicros - missingSince[slot] < giveUpMicros) {
        return null;
      }
      packets[slot] = null;
      next++;
      if (packet != null) {
        return packet;
      }
      lostSinceAsked++;
      givenUp++;
    }
    return null;
  }

  /** How many packets were given up before the one polled last; asking begins a new count. */
  long takeLost() {
    long was = lostSinceAsked;
    lostSinceAsked = 0;
    return was;
  }

  /** Whether a packet is missing now and was asked for. */
  boolean wasAskedFor(long sequence) {
    return started
        && sequence >= next
        && sequence < highest
        && packets[slot(sequence)] == null
        && askedAt[slot(sequence)] != NOT_ASKED;
  }

  /** Whether packets wait behind a hole. */
  boolean waits() {
    return started && next <= highest;
  }

  /**
   * Names the packets to ask for now, ascending.
   *
   * @param into room for {@link #MAX_ASKED}
   * @return how many
   */
  int toAskFor(long nowMicros, long[] into) {
    int count = 0;
    for (long sequence = next; sequence < highest && count < MAX_ASKED; sequence++) {
      int slot = slot(sequence);
      if (packets[slot] != null || nowMicros - missingSince[slot] < PATIENCE_MICROS) {
        continue;
      }
      if (askedAt[slot] == NOT_ASKED) {
        nacked++;
      } else if (nowMicros - askedAt[slot] < AGAIN_MICROS) {
        continue;
      }
      askedAt[slot] = nowMicros;
      into[count++] = sequence;
    }
    return count;
  }

  /** Packets given up so far. */
  long givenUp() {
    return givenUp;
  }

  /** Packets asked for so far, each once. */
  long nacked() {
    return nacked;
  }

  /** What was kept can no longer be completed. */
  private void jumpTo(long sequence) {
    long kept = Arrays.stream(packets).filter(packet -> packet != null).count();
    long lost = sequence - next - kept;
    Arrays.fill(packets, null);
    lostSinceAsked += lost;
    givenUp += lost;
    next = sequence;
    highest = sequence - 1;
  }

  private static int slot(long sequence) {
    return (int) sequence & CAPACITY - 1;
  }
}
