package dev.croupier.gateway.arch.wrong.rounds.settle;

/** Breaks the rules on purpose: imports rounds.shard. */
public record Wrong(dev.croupier.gateway.arch.wrong.rounds.shard.Wrong roundsShard) {}
