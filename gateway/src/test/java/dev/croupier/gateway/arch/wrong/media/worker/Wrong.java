package dev.croupier.gateway.arch.wrong.media.worker;

/** Breaks the rules on purpose: imports media.ingest. */
public record Wrong(dev.croupier.gateway.arch.wrong.media.ingest.Wrong mediaIngest) {}
