package dev.croupier.gateway.media.webrtc;

import java.util.Arrays;

/**
 * The rate at which packets arrive at a viewer, by the times that its feedback tells: the last half
 * second in ten buckets. Pure; one thread; no allocation after construction.
 */
final class AckedRate {
  /** Over which time it is measured, 500 ms. */
  static final long WINDOW_MICROS = 500_000;

  private static final int BUCKETS = 10;
  private static final long BUCKET_MICROS = WINDOW_MICROS / BUCKETS;
  private static final long NOTHING = Long.MIN_VALUE;

  private final long[] indices = new long[BUCKETS + 1];
  private final long[] bytes = new long[BUCKETS + 1];
  private long first;
  private long latest;

  AckedRate() {
    clear();
  }

  /** A packet arrived; times may come in any order. */
  void arrived(long arrivalMicros, int size) {
    long index = Math.floorDiv(arrivalMicros, BUCKET_MICROS);
    first = first == NOTHING ? index : first;
    latest = Math.max(latest, index);
    int slot = Math.floorMod(index, BUCKETS + 1);
    if (indices[slot] < index) {
      indices[slot] = index;
      bytes[slot] = 0;
    }
    if (indices[slot] == index) {
      bytes[slot] += size;
    }
  }

  /** Bits a second over the window before the latest arrival, or -1 before there is a whole one. */
  long bitsPerSecond() {
    // The latest bucket is not full yet, and the first was not whole.
    if (first == NOTHING || latest - first <= BUCKETS) {
      return -1;
    }
    long sum = 0;
    for (int i = 0; i <= BUCKETS; i++) {
      if (indices[i] >= latest - BUCKETS && indices[i] < latest) {
        sum += bytes[i];
      }
    }
    return sum * 8 * 1_000_000 / WINDOW_MICROS;
  }

  /** Forgets all. */
  void clear() {
    Arrays.fill(indices, NOTHING);
    first = NOTHING;
    latest = NOTHING;
  }
}
