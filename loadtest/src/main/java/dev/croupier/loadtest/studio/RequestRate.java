package dev.croupier.loadtest.studio;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How often a camera is asked for a keyframe: in all, and at its busiest. Judged over two seconds,
 * as the network may bring two requests nearer together than they were sent. Pure; its owner guards
 * it.
 */
final class RequestRate {
  /** What a gateway may send one request in: 500 ms. */
  private static final long HALF_SECOND_MICROS = 500_000;

  private static final long WINDOW_MICROS = 4 * HALF_SECOND_MICROS;

  /** More within a window are not told apart. */
  private static final int MOST = 1_000;

  private final Deque<Long> latest = new ArrayDeque<>();
  private long count;
  private int most;

  /** A request came. */
  void add(long nowMicros) {
    count++;
    while (!latest.isEmpty() && nowMicros - latest.getFirst() > WINDOW_MICROS) {
      latest.removeFirst();
    }
    if (latest.size() < MOST) {
      latest.addLast(nowMicros);
    }
    most = Math.max(most, latest.size());
  }

  /** All of them. */
  long count() {
    return count;
  }

  /** How many came in each 500 ms, in the two seconds with most of them; 1 for every 500 ms one. */
  double perHalfSecond() {
    return Math.max(0, most - 1) * (double) HALF_SECOND_MICROS / WINDOW_MICROS;
  }
}
