package dev.croupier.loadtest.clock;

import dev.croupier.time.clock.TableClock;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The clients' local clock and, where it is at hand, the true table time beside it. Any thread; µs.
 *
 * @param localMicros monotonic, of any beginning
 * @param table the server's own clock; empty where the server is on another machine
 */
record Truth(LongSupplier localMicros, Optional<TableClock> table) {
  /** Both clocks cannot be read at once: tried again until they are read so near each other. */
  private static final long NEAR_MICROS = 5;

  private static final int TRIES = 8;

  /**
   * Both clocks at one moment.
   *
   * @param slackMicros table time is within so much of {@code tableMicros}
   */
  record Reading(long localMicros, long tableMicros, long slackMicros) {}

  long now() {
    return localMicros.getAsLong();
  }

  /** Reads both; empty without a true clock. */
  Optional<Reading> read() {
    return table.map(this::read);
  }

  private Reading read(TableClock clock) {
    Reading best = null;
    for (int i = 0; i < TRIES; i++) {
      long before = clock.nowMicros();
      long local = localMicros.getAsLong();
      long after = clock.nowMicros();
      long slack = (after - before + 1) / 2 + 1;
      if (best == null || slack < best.slackMicros()) {
        best = new Reading(local, before + (after - before) / 2, slack);
      }
      if (after - before <= NEAR_MICROS) {
        break;
      }
    }
    return best;
  }
}
