package dev.croupier.loadtest.relay;

import org.HdrHistogram.Histogram;

/**
 * One direction of a relay: what happens to its packets now, and what did happen. Owner: the
 * relay's event loop.
 */
final class Leg {
  /** Two minutes in microseconds: longer than any delay that can be asked for. */
  private static final long HIGHEST_MICROS = 120_000_000;

  private static final int DIGITS = 3;
  private static final int NANOS = 1_000;

  final Direction direction;
  private Impairment impairment;
  private long sinceNs;

  /** Arrival to departure, and planned to real departure, microseconds. */
  final Histogram delay = new Histogram(HIGHEST_MICROS, DIGITS);

  final Histogram late = new Histogram(HIGHEST_MICROS, DIGITS);
  private final long[] dropped = new long[DropReason.values().length];
  long packets;
  long bytes;
  long delivered;
  long duplicated;
  long reordered;

  /** Sends that carried the delivered ones: with GSO fewer than they. */
  long sends;

  long streamBytes;
  long streamPieces;

  /** Pieces of streams that came a retransmission later. */
  long streamRetransmissions;

  Leg(Direction direction, Impairment impairment, long nowNs) {
    this.direction = direction;
    set(impairment, nowNs);
  }

  void set(Impairment wanted, long nowNs) {
    impairment = wanted;
    sinceNs = nowNs;
  }

  Impairment impairment() {
    return impairment;
  }

  /** When the impairment was set. */
  long sinceNs() {
    return sinceNs;
  }

  void drop(DropReason reason, int count) {
    dropped[reason.ordinal()] += count;
  }

  long dropped(DropReason reason) {
    return dropped[reason.ordinal()];
  }

  /** All that came and did not go on. */
  long dropped() {
    long sum = 0;
    for (long each : dropped) {
      sum += each;
    }
    return sum;
  }

  /** A run of datagrams has left; times are those of its first. */
  void departed(long arrivedNs, long plannedNs, long nowNs, int count) {
    delivered += count;
    sends++;
    record(delay, nowNs - arrivedNs, count);
    record(late, nowNs - plannedNs, count);
  }

  private static void record(Histogram histogram, long nanos, int count) {
    histogram.recordValueWithCount(Math.clamp(nanos / NANOS, 0, HIGHEST_MICROS), count);
  }
}
