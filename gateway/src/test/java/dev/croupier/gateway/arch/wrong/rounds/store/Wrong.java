package dev.croupier.gateway.arch.wrong.rounds.store;

/** Breaks the rules on purpose: imports rounds.settle. */
public record Wrong(dev.croupier.gateway.arch.wrong.rounds.settle.Wrong roundsSettle) {}
