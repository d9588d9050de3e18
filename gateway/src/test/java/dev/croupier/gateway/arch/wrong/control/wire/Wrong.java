package dev.croupier.gateway.arch.wrong.control.wire;

/** Breaks the rules on purpose: imports control.session, media.rtp. */
public record Wrong(
    dev.croupier.gateway.arch.wrong.control.session.Wrong controlSession,
    dev.croupier.gateway.arch.wrong.media.rtp.Wrong mediaRtp) {}
