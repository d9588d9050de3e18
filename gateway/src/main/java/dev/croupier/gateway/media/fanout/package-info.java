/**
 * One program to many viewers.
 *
 * <p>Threads: The event loop of the table hands over to each viewer's event loop.
 *
 * <p>May import: program and left of it.
 */
package dev.croupier.gateway.media.fanout;
