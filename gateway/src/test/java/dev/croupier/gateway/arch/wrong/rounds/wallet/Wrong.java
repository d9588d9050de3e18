package dev.croupier.gateway.arch.wrong.rounds.wallet;

/** Breaks the rules on purpose: imports app. */
public record Wrong(dev.croupier.gateway.arch.wrong.app.Wrong app) {}
