package dev.croupier.gateway.arch.wrong.control.port;

/** Breaks the rules on purpose: imports control.session. */
public record Wrong(dev.croupier.gateway.arch.wrong.control.session.Wrong controlSession) {}
