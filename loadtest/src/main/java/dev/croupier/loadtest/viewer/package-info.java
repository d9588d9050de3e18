/**
 * Native WHEP and LL-HLS viewers and WebSocket bettors.
 *
 * <p>Threads: One event loop per connection, and a virtual thread per person.
 *
 * <p>May import: plan, measure, check, ids, media.peer, media.rtp, control.wire, time.
 */
package dev.croupier.loadtest.viewer;
