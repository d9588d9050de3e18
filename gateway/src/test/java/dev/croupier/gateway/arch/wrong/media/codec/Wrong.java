package dev.croupier.gateway.arch.wrong.media.codec;

/** Breaks the rules on purpose: imports media.worker. */
public record Wrong(dev.croupier.gateway.arch.wrong.media.worker.Wrong mediaWorker) {}
