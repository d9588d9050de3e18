/**
 * Clients of the time server: they estimate table time as a player's page does, and are held to the
 * true one where that is at hand.
 *
 * <p>Threads: All NTP clients are one thread's; a WebSocket client is its virtual thread's, which
 * asks, and Jetty's, which hear: under the client's own lock.
 *
 * <p>May import: measure, plan, socket, the time server's clock, estimate and wire.
 */
package dev.croupier.loadtest.clock;
