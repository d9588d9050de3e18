package dev.croupier.loadtest.arch.wrong.app;

/** Breaks the rules on purpose: reaches past gateway.app. */
public record Wrong(dev.croupier.gateway.http.Problem problem) {}
