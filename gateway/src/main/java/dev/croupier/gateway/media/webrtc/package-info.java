/**
 * WHIP and WHEP sessions: SDP, ICE-lite, DTLS and SRTP state, RTCP of a viewer.
 *
 * <p>Threads: One event loop per session.
 *
 * <p>May import: fanout and left of it, never net.
 */
package dev.croupier.gateway.media.webrtc;
