package dev.croupier.gateway.arch.wrong.rounds.event;

/** Breaks the rules on purpose: imports rounds.rules, control.wire. */
public record Wrong(
    dev.croupier.gateway.arch.wrong.rounds.rules.Wrong roundsRules,
    dev.croupier.gateway.arch.wrong.control.wire.Wrong controlWire) {}
