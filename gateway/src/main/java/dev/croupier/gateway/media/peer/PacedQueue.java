package dev.croupier.gateway.media.peer;

import java.util.ArrayDeque;

/**
 * Packets that wait so that a publisher sends at an even rate: a bucket that leaks, as libwebrtc's
 * pacer is one. A packet may leave when all that left before it has leaked away; one that is sent
 * again goes before all that wait. Nothing is dropped: where more than {@link #MOST} wait, they
 * leave at once until it is no more. Pure, one thread.
 *
 * @param <P> what waits
 */
final class PacedQueue<P> {
  /** {@link #nextMicros} of an empty queue. */
  static final long NEVER = Long.MAX_VALUE;

  /** The rate of a queue in which nothing waits. */
  static final long UNPACED = 0;

  /**
   * What a turn that comes late makes up for: 5 ms, the tick of libwebrtc's pacer. More would be a
   * burst.
   */
  static final long TICK_MICROS = 5_000;

  /** Packets that may wait: 3 s at 6 Mbit/s. */
  static final int MOST = 2_048;

  private static final long NANOS = 1_000;
  private static final long BIT_NANOS = 8_000_000_000L;

  private record Held<P>(P packet, int bytes) {}

  private final ArrayDeque<Held<P>> repeats = new ArrayDeque<>();
  private final ArrayDeque<Held<P>> packets = new ArrayDeque<>();
  private long bitsPerSecond = UNPACED;

  /** When the bucket is empty, nanoseconds: a microsecond is much for a packet at a high rate. */
  private long emptyAtNanos = Long.MIN_VALUE;

  /**
   * Leaks at this rate from now on.
   *
   * @param rate bits a second, or {@link #UNPACED}
   */
  void rate(long rate) {
    if (rate < 0) {
      throw new IllegalArgumentException("a rate is 0 or more: " + rate);
    }
    bitsPerSecond = rate;
  }

  /**
   * Takes a packet in, behind all others.
   *
   * @param bytes that count
   */
  void add(P packet, int bytes, long nowMicros) {
    packets.add(held(packet, bytes, nowMicros));
  }

  /** Takes a packet in that is sent again: only others of this kind go before it. */
  void addRepeat(P packet, int bytes, long nowMicros) {
    repeats.add(held(packet, bytes, nowMicros));
  }

  /** The next packet that may leave now, or null. */
  P poll(long nowMicros) {
    if (size() == 0 || (waits() && emptyAtNanos > nowMicros * NANOS)) {
      return null;
    }
    Held<P> next = repeats.isEmpty() ? packets.remove() : repeats.remove();
    if (bitsPerSecond != UNPACED) {
      long start = Math.max(emptyAtNanos, (nowMicros - TICK_MICROS) * NANOS);
      emptyAtNanos = start + Math.ceilDiv(next.bytes() * BIT_NANOS, bitsPerSecond);
    }
    return next.packet();
  }

  /** When the next one may leave, or {@link #NEVER}. */
  long nextMicros() {
    if (size() == 0) {
      return NEVER;
    }
    return waits() ? Math.ceilDiv(emptyAtNanos, NANOS) : Long.MIN_VALUE;
  }

  /** How many wait. */
  int size() {
    return repeats.size() + packets.size();
  }

  /** Forgets all that wait. */
  void clear() {
    repeats.clear();
    packets.clear();
  }

  private boolean waits() {
    return bitsPerSecond != UNPACED && size() <= MOST;
  }

  /** An empty queue has not saved up the time in which nothing came. */
  private Held<P> held(P packet, int bytes, long nowMicros) {
    if (size() == 0) {
      emptyAtNanos = Math.max(emptyAtNanos, nowMicros * NANOS);
    }
    return new Held<>(packet, bytes);
  }
}
