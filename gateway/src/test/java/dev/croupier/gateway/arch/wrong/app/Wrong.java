package dev.croupier.gateway.arch.wrong.app;

/** Imported by somebody who must not. */
public record Wrong() {}
