package dev.croupier.gateway.rounds.ledger;

import dev.croupier.gateway.ids.LicenseeId;

/** A text that is unique within a licensee: an idempotency key, a player, a bet. */
public record Keyed(LicenseeId licensee, String value) {}
