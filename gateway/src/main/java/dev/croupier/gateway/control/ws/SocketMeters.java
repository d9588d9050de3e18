package dev.croupier.gateway.control.ws;

import dev.croupier.gateway.control.session.Traffic;
import dev.croupier.gateway.control.wire.CloseCode;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.metrics.Meter;
import dev.croupier.gateway.metrics.Meters;
import io.micrometer.core.instrument.Counter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what goes over players' sockets in the catalogue's meters. Any thread. */
public final class SocketMeters implements Traffic {
  private final Meters meters;
  private final Map<String, Counter> received = new ConcurrentHashMap<>();
  private final Map<String, Counter> sent = new ConcurrentHashMap<>();
  private final Map<String, Counter> refused = new ConcurrentHashMap<>();
  private final Map<TableId, AtomicInteger> sessions = new ConcurrentHashMap<>();

  /** Meters of one registry. */
  public SocketMeters(Meters meters) {
    this.meters = meters;
  }

  @Override
  public void received(String type) {
    received
        .computeIfAbsent(type, t -> meters.counter(Meter.CONTROL_MESSAGES, "in", t))
        .increment();
  }

  @Override
  public void sent(String type) {
    sent.computeIfAbsent(type, t -> meters.counter(Meter.CONTROL_MESSAGES, "out", t)).increment();
  }

  @Override
  public void refused(String code) {
    refused.computeIfAbsent(code, c -> meters.counter(Meter.CONTROL_REFUSALS, c)).increment();
  }

  @Override
  public void closed(CloseCode code) {
    meters.counter(Meter.CONTROL_CLOSES, Integer.toString(code.code())).increment();
  }

  @Override
  public void swapped(String outcome) {
    meters.counter(Meter.CONTROL_SWAPS, outcome).increment();
  }

  @Override
  public void sessions(TableId table, int change) {
    sessions
        .computeIfAbsent(
            table,
            t -> {
              AtomicInteger count = new AtomicInteger();
              meters.gauge(Meter.CONTROL_SESSIONS, count, AtomicInteger::get, t.value());
              return count;
            })
        .addAndGet(change);
  }
}
