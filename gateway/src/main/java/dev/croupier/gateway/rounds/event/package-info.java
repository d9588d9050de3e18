/**
 * Events and answers of the rounds plane, and their canonical bytes.
 *
 * <p>Threads: Immutable values; any thread.
 *
 * <p>May import: ids, time.
 */
package dev.croupier.gateway.rounds.event;
