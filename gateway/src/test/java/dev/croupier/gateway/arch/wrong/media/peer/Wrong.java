package dev.croupier.gateway.arch.wrong.media.peer;

/** Breaks the rules on purpose: imports media.fanout. */
public record Wrong(dev.croupier.gateway.arch.wrong.media.fanout.Wrong mediaFanout) {}
