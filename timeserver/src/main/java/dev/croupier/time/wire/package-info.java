/**
 * Time exchanges as bytes: NTPv4 (RFC 5905) and the WebSocket form.
 *
 * <p>Threads: Pure.
 *
 * <p>May import: clock.
 */
package dev.croupier.time.wire;
