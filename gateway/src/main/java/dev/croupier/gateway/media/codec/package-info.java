/**
 * Coded frames: H.264 and Opus depacketising, packetising, parameter sets (RFC 6184, RFC 7587).
 *
 * <p>Threads: Pure; the caller's thread.
 *
 * <p>May import: rtp and left of it.
 */
package dev.croupier.gateway.media.codec;
