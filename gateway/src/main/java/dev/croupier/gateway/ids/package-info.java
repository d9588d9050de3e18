/**
 * Identifiers shared by all planes: the only thing, beside table time, that joins them.
 *
 * <p>Threads: Immutable values; any thread.
 *
 * <p>May import: nothing of ours.
 */
package dev.croupier.gateway.ids;
