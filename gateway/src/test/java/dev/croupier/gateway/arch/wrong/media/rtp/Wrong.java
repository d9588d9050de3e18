package dev.croupier.gateway.arch.wrong.media.rtp;

/** Breaks the rules on purpose: imports media.codec, rounds.event. */
public record Wrong(
    dev.croupier.gateway.arch.wrong.media.codec.Wrong mediaCodec,
    dev.croupier.gateway.arch.wrong.rounds.event.Wrong roundsEvent) {}
