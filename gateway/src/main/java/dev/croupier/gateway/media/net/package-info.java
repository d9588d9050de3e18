/**
 * Sockets and native protocol libraries of the media plane: Netty, ice4j's STUN, Bouncy Castle's
 * DTLS.
 *
 * <p>Threads: Netty event loops; DTLS handshakes on virtual threads.
 *
 * <p>May import: webrtc, hls and left of them.
 */
package dev.croupier.gateway.media.net;
