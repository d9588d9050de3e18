package dev.croupier.gateway.arch.wrong.control.ws;

/** Breaks the rules on purpose: imports control.http. */
public record Wrong(dev.croupier.gateway.arch.wrong.control.http.Wrong controlHttp) {}
