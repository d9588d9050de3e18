/**
 * The program as HLS: CMAF segments and playlists (RFC 8216, ISO 14496-12).
 *
 * <p>Threads: The event loop of the table hands over to one serial worker a table, which writes;
 * request threads read immutable snapshots.
 *
 * <p>May import: fanout and left of it, never webrtc.
 */
package dev.croupier.gateway.media.hls;
