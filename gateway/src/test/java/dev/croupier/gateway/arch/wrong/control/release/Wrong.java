package dev.croupier.gateway.arch.wrong.control.release;

/** Breaks the rules on purpose: imports control.store. */
public record Wrong(dev.croupier.gateway.arch.wrong.control.store.Wrong controlStore) {}
