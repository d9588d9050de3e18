/**
 * Native WHEP and LL-HLS viewers and WebSocket bettors.
 *
 * <p>Threads: One event loop per connection.
 *
 * <p>May import: plan, ids, media.peer, media.rtp, control.wire, time.
 */
package dev.croupier.loadtest.viewer;
