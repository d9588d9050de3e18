package dev.croupier.gateway.arch.wrong.media.track;

/** Breaks the rules on purpose: imports media.program. */
public record Wrong(dev.croupier.gateway.arch.wrong.media.program.Wrong mediaProgram) {}
