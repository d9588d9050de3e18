package dev.croupier.gateway.arch.wrong.media.hls;

/** Breaks the rules on purpose: imports media.webrtc. */
public record Wrong(dev.croupier.gateway.arch.wrong.media.webrtc.Wrong mediaWebrtc) {}
