package dev.croupier.loadtest.relay;

import dev.croupier.loadtest.relay.Draws.Purpose;

/**
 * What becomes of each packet of one flow in one direction: the relay's core. It knows sizes and
 * times and nothing else; it reads no clock and sends nothing.
 *
 * <p>Every random draw belongs to a packet's number in the flow: with the same seed and the same
 * impairment, packet 1,000 is lost or not, whenever it comes. Only blackouts and the rate's queue
 * depend on when packets come. One thread.
 */
final class Decider {
  /** Headers of IPv4 and UDP before each payload, bytes. */
  static final int HEADER_BYTES = 28;

  /** What a TCP segment of Ethernet's size carries, bytes (RFC 9293 §3.7.1, with timestamps). */
  static final int SEGMENT_BYTES = 1_448;

  /** Headers of IPv4 and TCP with timestamps, bytes. */
  private static final int SEGMENT_HEADER_BYTES = 52;

  /** A retransmission takes two delays (round trip), but at least so long, 40 ms. */
  private static final long RETRANSMISSION_NS = 40_000_000;

  /** There is no such moment. */
  static final long NEVER = Long.MIN_VALUE;

  private static final double NANOS = 1e9;

  private final Draws draws;
  private long index;
  private boolean bad;
  private long freeNs = NEVER;
  private long lastNs = NEVER;

  private DropReason drop;
  private long departNs;
  private long copyNs;
  private boolean reordered;

  Decider(Draws draws) {
    this.draws = draws;
  }

  /**
   * Decides on the next packet; what was decided stands in {@link #dropped}, {@link #departNs},
   * {@link #copyNs} and {@link #reordered} until the next call.
   *
   * @param sinceNs when this impairment was set
   * @param bytes payload of the datagram
   */
  void decide(Impairment how, long sinceNs, int bytes, long nowNs) {
    long packet = index++;
    boolean lost = lost(how, packet);
    drop = null;
    departNs = NEVER;
    copyNs = NEVER;
    reordered = false;
    if (how.blackoutNs() > 0 && how.blackAt(nowNs, sinceNs)) {
      drop = DropReason.BLACKOUT;
      return;
    }
    if (lost) {
      drop = DropReason.LOSS;
      return;
    }
    long sentNs = nowNs;
    if (how.rate() > 0) {
      long beginNs = Math.max(nowNs, freeNs);
      if (beginNs - nowNs > how.queueNs()) {
        drop = DropReason.QUEUE;
        return;
      }
      sentNs = beginNs + onLineNs(how, bytes + HEADER_BYTES);
      freeNs = sentNs;
    }
    long floorNs = sentNs + how.delayNs();
    departNs = floorNs + jitter(how, packet, Purpose.JITTER, Purpose.JITTER_ANGLE);
    if (how.reorder() > 0 && draws.at(packet, Purpose.REORDER) < how.reorder()) {
      reordered = true;
      departNs = Math.max(departNs, lastNs) + how.reorderByNs();
    } else {
      departNs = Math.max(departNs, lastNs);
      lastNs = departNs;
    }
    if (how.duplicate() > 0 && draws.at(packet, Purpose.DUPLICATE) < how.duplicate()) {
      long copy = floorNs + jitter(how, packet, Purpose.COPY_JITTER, Purpose.COPY_JITTER_ANGLE);
      copyNs = Math.max(copy, departNs);
    }
  }

  /**
   * When a piece of a TCP stream goes on. Nothing of a stream is lost, doubled or out of order: a
   * piece of which a segment is lost, or that meets a blackout, comes a retransmission later, and
   * what is behind waits for it.
   *
   * @param bytes of the piece; 0 for the stream's end
   */
  long inOrder(Impairment how, long sinceNs, int bytes, long nowNs) {
    int segments = Math.max(1, (bytes + SEGMENT_BYTES - 1) / SEGMENT_BYTES);
    long first = index;
    boolean again = false;
    for (int i = 0; i < segments; i++) {
      again |= lost(how, index++);
    }
    long readyNs = how.blackEndNs(nowNs, sinceNs);
    reordered = false;
    drop = again ? DropReason.LOSS : readyNs > nowNs ? DropReason.BLACKOUT : null;
    if (drop != null) {
      readyNs += Math.max(RETRANSMISSION_NS, 2 * how.delayNs());
    }
    if (how.rate() > 0) {
      readyNs = Math.max(readyNs, freeNs);
      readyNs += onLineNs(how, bytes + segments * SEGMENT_HEADER_BYTES);
      freeNs = readyNs;
    }
    departNs = readyNs + how.delayNs() + jitter(how, first, Purpose.JITTER, Purpose.JITTER_ANGLE);
    departNs = Math.max(departNs, lastNs);
    lastNs = departNs;
    copyNs = NEVER;
    return departNs;
  }

  /** Why the last packet does not go on (of a stream: why it is late); null if it does. */
  DropReason dropped() {
    return drop;
  }

  /** When the last packet leaves. */
  long departNs() {
    return departNs;
  }

  /** When its copy leaves; {@link #NEVER} if there is none. */
  long copyNs() {
    return copyNs;
  }

  /** Whether those behind it may overtake it. */
  boolean reordered() {
    return reordered;
  }

  /** One step of Gilbert's chain for each packet, whatever else happens to it. */
  private boolean lost(Impairment how, long packet) {
    if (how.loss() == 0) {
      bad = false;
      return false;
    }
    double draw = draws.at(packet, Purpose.LOSS);
    if (how.burst() == 0) {
      return draw < how.loss();
    }
    double leaveBad = 1 / how.burst();
    double leaveGood = leaveBad * how.loss() / (1 - how.loss());
    bad = bad ? draw >= leaveBad : draw < leaveGood;
    return bad;
  }

  private long jitter(Impairment how, long packet, Purpose size, Purpose angle) {
    if (how.jitterNs() == 0) {
      return 0;
    }
    double draw = draws.at(packet, size);
    // StrictMath: the same bits on every machine, so that a seed means the same everywhere.
    return switch (how.jitter()) {
      case UNIFORM -> (long) (draw * how.jitterNs());
      case EXPONENTIAL -> (long) (-StrictMath.log(1 - draw) * how.jitterNs());
      case NORMAL -> {
        // Box and Muller's: one draw for the radius, one for the angle.
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - draw));
        double turn = 2 * Math.PI * draws.at(packet, angle);
        yield (long) (Math.abs(radius * StrictMath.cos(turn)) * how.jitterNs());
      }
    };
  }

  private static long onLineNs(Impairment how, int bytes) {
    return (long) (bytes * 8L * NANOS / how.rate());
  }
}
