package dev.croupier.gateway.arch.wrong.metrics;

/** Breaks the rules on purpose: imports ids. */
public record Wrong(dev.croupier.gateway.arch.wrong.ids.Wrong ids) {}
