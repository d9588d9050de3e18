package dev.croupier.gateway;

import dev.croupier.time.clock.TableClock;
import java.util.function.LongSupplier;

/** Table time as a test has it. */
public record SuppliedClock(LongSupplier micros) implements TableClock {
  @Override
  public long nowMicros() {
    return micros.getAsLong();
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
