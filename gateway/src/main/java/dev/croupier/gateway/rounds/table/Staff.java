package dev.croupier.gateway.rounds.table;

import dev.croupier.gateway.ids.LicenseeId;

/** Somebody of the studio at the door; what his role allows is the door's to check. */
public record Staff(LicenseeId licensee, String subject) {}
