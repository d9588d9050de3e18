package dev.croupier.gateway.arch.wrong.control.http;

/** Breaks the rules on purpose: imports control.ws. */
public record Wrong(dev.croupier.gateway.arch.wrong.control.ws.Wrong controlWs) {}
