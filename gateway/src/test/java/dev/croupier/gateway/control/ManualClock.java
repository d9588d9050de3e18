package dev.croupier.gateway.control;

import dev.croupier.time.clock.TableClock;
import java.util.concurrent.atomic.AtomicLong;

/** Table time that moves when it is told to. */
public final class ManualClock implements TableClock {
  public static final long START = 1_800_000_000_000_000L;

  private final AtomicLong now = new AtomicLong(START);

  public void advanceMillis(long ms) {
    now.addAndGet(ms * 1000);
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
