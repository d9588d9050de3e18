package dev.croupier.gateway.arch.wrong.http;

/** Breaks the rules on purpose: imports media.rtp. */
public record Wrong(dev.croupier.gateway.arch.wrong.media.rtp.Wrong mediaRtp) {}
