package dev.croupier.gateway.control.port;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;

/**
 * A cut that nobody asked for: the signal on air was lost, or is back. Immutable.
 *
 * @param lost whether it was lost; else the one that had been lost is returned to
 * @param frozen whether it was lost because its picture stood still
 */
public record Unplanned(
    TableId table, SignalName to, boolean lost, boolean frozen, Cut.Started cut) {}
