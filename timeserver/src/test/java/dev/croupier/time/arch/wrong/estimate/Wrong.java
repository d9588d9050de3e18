package dev.croupier.time.arch.wrong.estimate;

/** Breaks the rules on purpose: imports server. */
public record Wrong(dev.croupier.time.arch.wrong.server.Wrong server) {}
