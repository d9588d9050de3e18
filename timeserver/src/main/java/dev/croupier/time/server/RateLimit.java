package dev.croupier.time.server;

import java.util.random.RandomGenerator;

/**
 * Limits answers per address, in bounded memory.
 *
 * <p>A table of sets of {@value #WAYS} entries, the longest unused of which gives way. Over the
 * limit, a random share of requests is still answered: who sends requests in a victim's name must
 * not silence the victim; another share gets a kiss-o'-death. Not thread-safe: one event loop.
 */
final class RateLimit {
  /** What to do with a request. */
  enum Decision {
    ANSWER,
    KISS,
    DROP
  }

  static final int WAYS = 8;

  /** One in so many refused requests is answered all the same. */
  private static final int LEAK = 4;

  /** One in so many of the others is told to slow down. */
  private static final int KISS = 8;

  private final RandomGenerator random;
  private final long seed;
  private final int sets;
  private final int burst;
  private final long intervalMicros;
  private final long[] keys;
  private final long[] lastMicros;
  private final int[] tokens;
  private int used;

  /**
   * A limit.
   *
   * @param capacity addresses remembered; a power of two, at least {@value #WAYS}
   * @param burst answers an address may have at once
   * @param intervalMicros after which it may have one more
   */
  RateLimit(int capacity, int burst, long intervalMicros, RandomGenerator random) {
    if (Integer.bitCount(capacity) != 1 || capacity < WAYS || burst < 1 || intervalMicros < 1) {
      throw new IllegalArgumentException("capacity, burst or interval out of range");
    }
    this.random = random;
    // Nobody outside can tell which addresses share a set.
    this.seed = random.nextLong() | 1;
    this.sets = capacity / WAYS;
    this.burst = burst;
    this.intervalMicros = intervalMicros;
    this.keys = new long[capacity];
    this.lastMicros = new long[capacity];
    this.tokens = new int[capacity];
  }

  /**
   * Decides on a request.
   *
   * @param address an IPv4 address or an IPv6 network, never 0
   */
  Decision decide(long address, long nowMicros) {
    int slot = slotOf(address, nowMicros);
    long gained = (nowMicros - lastMicros[slot]) / intervalMicros;
    if (gained > 0) {
      tokens[slot] = (int) Math.min(burst, tokens[slot] + gained);
      lastMicros[slot] += gained * intervalMicros;
    }
    if (tokens[slot] > 0) {
      tokens[slot]--;
      return Decision.ANSWER;
    }
    if (random.nextInt(LEAK) == 0) {
      return Decision.ANSWER;
    }
    return random.nextInt(KISS) == 0 ? Decision.KISS : Decision.DROP;
  }

  /** Addresses remembered, at most the capacity. */
  int used() {
    return used;
  }

  private int slotOf(long address, long nowMicros) {
    long mixed = (address ^ seed) * 0x9e3779b97f4a7c15L;
    mixed ^= mixed >>> 32;
    int first = (int) Long.remainderUnsigned(mixed * seed, sets) * WAYS;
    int oldest = first;
    for (int slot = first; slot < first + WAYS; slot++) {
      if (keys[slot] == address) {
        return slot;
      }
      if (keys[slot] == 0 || (keys[oldest] != 0 && lastMicros[slot] < lastMicros[oldest])) {
        oldest = slot;
        if (keys[slot] == 0) {
          break;
        }
      }
    }
    if (keys[oldest] == 0) {
      used++;
    }
    keys[oldest] = address;
    lastMicros[oldest] = nowMicros;
    tokens[oldest] = burst;
    return oldest;
  }
}
