package dev.croupier.gateway.arch.wrong.rounds.shard;

/** Breaks the rules on purpose: imports rounds.table. */
public record Wrong(dev.croupier.gateway.arch.wrong.rounds.table.Wrong roundsTable) {}
