package dev.croupier.gateway.arch.wrong.control.handover;

/** Breaks the rules on purpose: imports control.release. */
public record Wrong(dev.croupier.gateway.arch.wrong.control.release.Wrong controlRelease) {}
