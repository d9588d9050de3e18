package dev.croupier.gateway.arch.wrong.control.session;

/** Breaks the rules on purpose: imports control.present. */
public record Wrong(dev.croupier.gateway.arch.wrong.control.present.Wrong controlPresent) {}
