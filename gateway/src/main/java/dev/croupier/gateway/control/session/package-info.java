/**
 * A player's session: hello, seq, resume, coalescing, the pinned build.
 *
 * <p>Threads: One owner per session.
 *
 * <p>May import: wire, port.
 */
package dev.croupier.gateway.control.session;
