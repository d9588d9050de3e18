package dev.croupier.gateway.arch.wrong.rounds.table;

/** Breaks the rules on purpose: imports rounds.wallet. */
public record Wrong(dev.croupier.gateway.arch.wrong.rounds.wallet.Wrong roundsWallet) {}
