package dev.croupier.time.clock;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Table time for simulations and tests: it stands until it is moved, and never moves backwards. Any
 * thread.
 */
public final class SimulatedTableClock implements TableClock {
  private static final String CLOCK_ID = "00000000000000000000000000000001";

  private final AtomicLong nowMicros;

  /** A clock that shows a time. */
  public SimulatedTableClock(long nowMicros) {
    this.nowMicros = new AtomicLong(nowMicros);
  }

  /** Moves it on. */
  public void advance(Duration by) {
    advanceMicros(by.toNanos() / 1000);
  }

  /**
   * Moves it on.
   *
   * @throws IllegalArgumentException if that were backwards
   */
  public void advanceMicros(long by) {
    if (by < 0) {
      throw new IllegalArgumentException("table time never runs backwards: " + by);
    }
    nowMicros.addAndGet(by);
  }

  /** Moves it on to a time; does nothing if it is past that. */
  public void advanceTo(long micros) {
    nowMicros.accumulateAndGet(micros, Math::max);
  }

  @Override
  public long nowMicros() {
    return nowMicros.get();
  }

  @Override
  public String clockId() {
    return CLOCK_ID;
  }

  @Override
  public long epoch() {
    return 1;
  }
}
