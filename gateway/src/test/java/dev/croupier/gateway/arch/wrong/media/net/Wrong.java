package dev.croupier.gateway.arch.wrong.media.net;

/** Breaks the rules on purpose: imports media.http. */
public record Wrong(dev.croupier.gateway.arch.wrong.media.http.Wrong mediaHttp) {}
