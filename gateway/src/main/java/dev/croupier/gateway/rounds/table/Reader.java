package dev.croupier.gateway.rounds.table;

import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;

/**
 * Who reads. Bets and wallets of another licensee do not exist for him.
 *
 * @param player only this player's, or null for all of the licensee (staff)
 */
public record Reader(LicenseeId licensee, PlayerId player) {}
