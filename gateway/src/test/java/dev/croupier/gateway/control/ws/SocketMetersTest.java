package dev.croupier.gateway.control.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.croupier.gateway.control.wire.CloseCode;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.metrics.Meters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

final class SocketMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final SocketMeters meters = new SocketMeters(new Meters(registry, "b", "0.1.0", 1));

  @Test
  void whatIsHeardIsCounted() {
    meters.received("bet.place");
    meters.received("bet.place");
    meters.sent("balance");
    meters.refused("malformed");
    meters.closed(CloseCode.TOO_SLOW);
    meters.swapped("ready");
    assertEquals(2, count("control.messages", "direction", "in", "type", "bet.place"));
    assertEquals(1, count("control.messages", "direction", "out", "type", "balance"));
    assertEquals(1, count("control.refusals", "code", "malformed"));
    assertEquals(1, count("control.closes", "code", "4008"));
    assertEquals(1, count("control.swaps", "outcome", "ready"));
  }

  @Test
  void sessionsGoUpAndDown() {
    TableId table = new TableId("roulette-1");
    meters.sessions(table, 1);
    meters.sessions(table, 1);
    meters.sessions(table, -1);
    assertEquals(1.0, registry.get("control.sessions").tag("table", "roulette-1").gauge().value());
  }

  private double count(String name, String... tags) {
    return registry.get(name).tags(tags).counter().count();
  }
}
