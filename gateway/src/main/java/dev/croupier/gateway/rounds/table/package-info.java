/**
 * A table's rounds: states, close, result, settling.
 *
 * <p>Threads: One owner thread per table.
 *
 * <p>May import: shard and left of it.
 */
package dev.croupier.gateway.rounds.table;
