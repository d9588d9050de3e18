package dev.croupier.gateway.arch.wrong.ids;

/** Breaks the rules on purpose: imports metrics. */
public record Wrong(dev.croupier.gateway.arch.wrong.metrics.Wrong metrics) {}
