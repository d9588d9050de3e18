package dev.croupier.gateway.app;

import io.micrometer.core.instrument.Counter;
import java.util.HashMap;
import java.util.Map;

/** Counters of what others count by themselves: each gets what was added since the look before. */
final class Totals {
  private final Map<Counter, Long> before = new HashMap<>();

  /** A counter's source has come to this since its start. One thread. */
  void read(Counter counter, long total) {
    Long known = before.put(counter, total);
    counter.increment((double) (known == null ? total : total - known));
  }
}
