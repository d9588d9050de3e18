/**
 * What a table shows: one clock, one splice, the slate.
 *
 * <p>Threads: The event loop of the table.
 *
 * <p>May import: track and left of it.
 */
package dev.croupier.gateway.media.program;
