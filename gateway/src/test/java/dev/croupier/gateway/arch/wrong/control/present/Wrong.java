package dev.croupier.gateway.arch.wrong.control.present;

/** Breaks the rules on purpose: imports control.handover. */
public record Wrong(dev.croupier.gateway.arch.wrong.control.handover.Wrong controlHandover) {}
