/**
 * RTP and RTCP packets: parsing, writing, sequence and timestamp arithmetic (RFC 3550, RFC 4585,
 * RFC 3611).
 *
 * <p>Threads: Pure; the caller's thread.
 *
 * <p>May import: ids, metrics, time.
 */
package dev.croupier.gateway.media.rtp;
