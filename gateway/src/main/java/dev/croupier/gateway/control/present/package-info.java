/**
 * Facts of the other planes as messages of a session.
 *
 * <p>Threads: The session's owner.
 *
 * <p>May import: session and left of it.
 */
package dev.croupier.gateway.control.present;
