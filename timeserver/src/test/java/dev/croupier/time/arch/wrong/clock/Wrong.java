package dev.croupier.time.arch.wrong.clock;

/** Breaks the rules on purpose: imports wire. */
public record Wrong(dev.croupier.time.arch.wrong.wire.Wrong wire) {}
