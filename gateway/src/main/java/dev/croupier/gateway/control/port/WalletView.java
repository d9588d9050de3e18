package dev.croupier.gateway.control.port;

/** A wallet as committed, minor units. {@code exponent} is 0, 2 or 3. */
public record WalletView(
    PlayerRef player,
    String currency,
    int exponent,
    long balanceMinor,
    long bonusMinor,
    long openStakesMinor) {}
