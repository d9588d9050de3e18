package dev.croupier.loadtest.arch.wrong.check;

/** Breaks the rules on purpose: the check knows the gateway's ids. */
public record Wrong(dev.croupier.gateway.ids.TableId table) {}
