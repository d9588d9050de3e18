package dev.croupier.gateway.control.port;

/**
 * A player with what his token says that limits and wallets depend on.
 *
 * @param currency ISO 4217
 * @param limitGroup the class for limit sets, or null for the default
 */
public record Bettor(PlayerRef ref, String currency, String limitGroup) {}
