package dev.croupier.time.server;

import dev.croupier.time.clock.TableClock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * What all WebSocket connections of a time server share: the clock, what is said of it, and the
 * meters. Any thread.
 */
public final class TimeService {
  private final TableClock clock;
  private final LongSupplier wallMinusTable;
  private final TimeQuality quality;
  private final AtomicInteger open = new AtomicInteger();
  private final Counter answered;
  private final Counter refused;

  /**
   * A service.
   *
   * @param wallMinusTable how far the wall clock is ahead of table time now, microseconds
   */
  public TimeService(
      TableClock clock, LongSupplier wallMinusTable, TimeQuality quality, MeterRegistry registry) {
    this.clock = clock;
    this.wallMinusTable = wallMinusTable;
    this.quality = quality;
    answered = counter(registry, "answered");
    refused = counter(registry, "refused");
    registry.gauge("time.sockets", open, AtomicInteger::get);
  }

  /** An endpoint for one more connection, to be given to Jetty's WebSocket creator. */
  public TimeSocket socket() {
    return new TimeSocket(this);
  }

  TableClock clock() {
    return clock;
  }

  TimeQuality quality() {
    return quality;
  }

  long wallMinusTable() {
    return wallMinusTable.getAsLong();
  }

  void opened() {
    open.incrementAndGet();
  }

  void closed() {
    open.decrementAndGet();
  }

  void answered() {
    answered.increment();
  }

  void refused() {
    refused.increment();
  }

  private static Counter counter(MeterRegistry registry, String outcome) {
    return Counter.builder("time.exchanges")
        .description("Time questions over WebSocket, by what came of them")
        .baseUnit("messages")
        .tag("outcome", outcome)
        .register(registry);
  }
}
