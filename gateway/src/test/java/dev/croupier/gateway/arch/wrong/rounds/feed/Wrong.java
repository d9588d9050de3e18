package dev.croupier.gateway.arch.wrong.rounds.feed;

/** Breaks the rules on purpose: imports rounds.store. */
public record Wrong(dev.croupier.gateway.arch.wrong.rounds.store.Wrong roundsStore) {}
