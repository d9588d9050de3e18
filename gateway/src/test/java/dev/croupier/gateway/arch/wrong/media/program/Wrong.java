package dev.croupier.gateway.arch.wrong.media.program;

/** Breaks the rules on purpose: imports media.fanout. */
public record Wrong(dev.croupier.gateway.arch.wrong.media.fanout.Wrong mediaFanout) {}
