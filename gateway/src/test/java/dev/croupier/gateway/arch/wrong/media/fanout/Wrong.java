package dev.croupier.gateway.arch.wrong.media.fanout;

/** Breaks the rules on purpose: imports media.webrtc. */
public record Wrong(dev.croupier.gateway.arch.wrong.media.webrtc.Wrong mediaWebrtc) {}
