package dev.croupier.loadtest.studio;

import dev.croupier.time.clock.TableClock;
import java.util.concurrent.atomic.AtomicLong;

/** Table time set by hand. */
final class HandClock implements TableClock {
  private final AtomicLong now;

  HandClock(long now) {
    this.now = new AtomicLong(now);
  }

  void set(long micros) {
    now.set(micros);
  }

  @Override
  public long nowMicros() {
    return now.get();
  }

  @Override
  public String clockId() {
    return "0".repeat(32);
  }

  @Override
  public long epoch() {
    return 1;
  }
}
