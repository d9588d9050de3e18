package dev.croupier.gateway.arch.wrong.rounds.cashier;

/** Breaks the rules on purpose: imports rounds.table. */
public record Wrong(dev.croupier.gateway.arch.wrong.rounds.table.Wrong roundsTable) {}
