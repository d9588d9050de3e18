package dev.croupier.gateway.rounds;

import dev.croupier.time.clock.TableClock;
import java.time.Clock;

/** This machine's time as table time, for tests that run real processes. */
public final class WallClock implements TableClock {
  private final Clock clock = Clock.systemUTC();

  @Override
  public long nowMicros() {
    return Math.multiplyExact(clock.millis(), 1_000);
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
