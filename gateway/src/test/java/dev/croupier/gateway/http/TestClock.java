package dev.croupier.gateway.http;

import dev.croupier.time.clock.TableClock;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands until it is moved, or moves by a step at each look. */
final class TestClock implements TableClock {
  private final AtomicLong nowUs = new AtomicLong(1_800_000_000_000_000L);

  private final long stepUs;

  TestClock() {
    this(0);
  }

  TestClock(long stepMillis) {
    stepUs = stepMillis * 1000;
  }

  void advanceMillis(long ms) {
    nowUs.addAndGet(ms * 1000);
  }

  @Override
  public long nowMicros() {
    return nowUs.addAndGet(stepUs);
  }

  @Override
  public String clockId() {
    return "00000000000000000000000000000001";
  }

  @Override
  public long epoch() {
    return 1;
  }
}
