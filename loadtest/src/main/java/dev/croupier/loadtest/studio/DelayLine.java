package dev.croupier.loadtest.studio;

import java.util.ArrayDeque;
import java.util.random.RandomGenerator;

/**
 * Things on their way: each comes out a delay after it went in, give or take a jitter, and never
 * before one that went in earlier. Bounded; one that finds it full is left out and counted. Pure;
 * its owner guards it.
 *
 * @param <T> what is delayed
 */
final class DelayLine<T> {
  /** Five seconds of 120 pictures and 50 sounds each, and some. */
  static final int MOST = 1_024;

  /** {@link #nextMicros} of an empty line. */
  static final long NEVER = Long.MAX_VALUE;

  private record Held<T>(long dueMicros, T item) {}

  private final RandomGenerator random;
  private final ArrayDeque<Held<T>> held = new ArrayDeque<>();
  private long delayMicros;
  private long jitterMicros;
  private long lastDueMicros = Long.MIN_VALUE;
  private long leftOut;

  DelayLine(RandomGenerator random) {
    this.random = random;
  }

  /**
   * For what goes in from now on; a shorter delay lets it catch up with what is on its way, never
   * overtake it.
   *
   * @param jitter evenly spread from {@code -jitter} to {@code jitter}; what would come out before
   *     it went in comes out at once
   */
  void set(long delay, long jitter) {
    delayMicros = delay;
    jitterMicros = jitter;
  }

  /** Takes something in. */
  void add(long nowMicros, T item) {
    if (held.size() >= MOST) {
      leftOut++;
      return;
    }
    long spread = jitterMicros == 0 ? 0 : random.nextLong(-jitterMicros, jitterMicros + 1);
    lastDueMicros = Math.max(lastDueMicros, nowMicros + Math.max(0, delayMicros + spread));
    held.add(new Held<>(lastDueMicros, item));
  }

  /** The next one that is due, or null. */
  T poll(long nowMicros) {
    return nextMicros() <= nowMicros ? held.remove().item() : null;
  }

  /** When the next one is due, or {@link #NEVER}. */
  long nextMicros() {
    return held.isEmpty() ? NEVER : held.peek().dueMicros();
  }

  /** How many were left out. */
  long leftOut() {
    return leftOut;
  }
}
