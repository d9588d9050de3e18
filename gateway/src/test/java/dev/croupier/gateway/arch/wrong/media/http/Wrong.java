package dev.croupier.gateway.arch.wrong.media.http;

/** Breaks the rules on purpose: imports media.peer. */
public record Wrong(dev.croupier.gateway.arch.wrong.media.peer.Wrong mediaPeer) {}
