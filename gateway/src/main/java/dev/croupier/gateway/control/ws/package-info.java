/**
 * The WebSocket door.
 *
 * <p>Threads: Jetty's WebSocket threads hand over to sessions.
 *
 * <p>May import: control; gateway http.
 */
package dev.croupier.gateway.control.ws;
