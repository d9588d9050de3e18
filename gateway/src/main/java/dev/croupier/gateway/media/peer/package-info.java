/**
 * The client role: WHIP publisher and WHEP viewer, controlling ICE, DTLS client.
 *
 * <p>Threads: One event loop per connection.
 *
 * <p>May import: rtp, codec, webrtc, net.
 */
package dev.croupier.gateway.media.peer;
