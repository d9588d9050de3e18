package dev.croupier.gateway.control.port;

import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;

/** A player, named as money names him: within his licensee. */
public record PlayerRef(LicenseeId licensee, PlayerId player) {}
