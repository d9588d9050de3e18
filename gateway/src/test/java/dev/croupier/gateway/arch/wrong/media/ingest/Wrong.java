package dev.croupier.gateway.arch.wrong.media.ingest;

/** Breaks the rules on purpose: imports media.track. */
public record Wrong(dev.croupier.gateway.arch.wrong.media.track.Wrong mediaTrack) {}
