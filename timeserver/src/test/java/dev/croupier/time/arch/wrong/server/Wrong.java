package dev.croupier.time.arch.wrong.server;

/** Breaks the rules on purpose: imports estimate. */
public record Wrong(dev.croupier.time.arch.wrong.estimate.Wrong estimate) {}
