package dev.croupier.gateway.rounds.table;

import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;

/**
 * A player at the door, as his token names him.
 *
 * @param currency ISO 4217
 * @param limitGroup the player class, or null
 * @param clientBuild the build he plays with, or null
 * @param contractVer the contract it speaks
 */
public record Bettor(
    LicenseeId licensee,
    PlayerId player,
    String currency,
    String limitGroup,
    String clientBuild,
    int contractVer) {}
