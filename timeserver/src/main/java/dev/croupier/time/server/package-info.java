/**
 * Answers time questions over NTP and WebSocket.
 *
 * <p>Threads: A Netty event loop; Jetty's WebSocket threads.
 *
 * <p>May import: clock, wire.
 */
package dev.croupier.time.server;
