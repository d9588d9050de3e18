package dev.croupier.gateway.rounds;

import dev.croupier.time.clock.TableClock;
import java.util.concurrent.atomic.AtomicLong;

/** Table time that stands until it is told otherwise; may be told to jump back, as no real one. */
public final class TestClock implements TableClock {
  /** Where it begins: 2026-01-01 in µs. */
  public static final long START = 1_767_225_600_000_000L;

  private final AtomicLong now = new AtomicLong(START);

  /** Moves it, backwards too. */
  public void advance(long us) {
    now.addAndGet(us);
  }

  /** Sets it. */
  public void set(long us) {
    now.set(us);
  }

  @Override
  public long nowMicros() {
    return now.get();
  }

  @Override
  public String clockId() {
    return "0123456789abcdef0123456789abcdef";
  }

  @Override
  public long epoch() {
    return 1;
  }
}
