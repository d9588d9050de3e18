package dev.croupier.gateway.control.session;

import dev.croupier.gateway.control.port.RoundPlane;
import dev.croupier.time.clock.TableClock;

/** What every session needs of its surroundings. */
public record SessionPorts(
    RoundPlane rounds,
    BuildCatalog builds,
    ClientReports reports,
    TableClock clock,
    Traffic traffic) {
  /** Surroundings in which nothing is counted. */
  public SessionPorts(
      RoundPlane rounds, BuildCatalog builds, ClientReports reports, TableClock clock) {
    this(rounds, builds, reports, clock, Traffic.NONE);
  }
}
