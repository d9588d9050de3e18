package dev.croupier.gateway.control.session;

import dev.croupier.gateway.control.port.RoundPlane;
import dev.croupier.time.clock.TableClock;

/** What every session needs of its surroundings. */
public record SessionPorts(
    RoundPlane rounds, BuildCatalog builds, ClientReports reports, TableClock clock) {}
