package dev.croupier.gateway.arch.wrong.media.webrtc;

/** Breaks the rules on purpose: imports media.net, http. */
public record Wrong(
    dev.croupier.gateway.arch.wrong.media.net.Wrong mediaNet,
    dev.croupier.gateway.arch.wrong.http.Wrong http) {}
