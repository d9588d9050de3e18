/**
 * The journal in SQLite.
 *
 * <p>Threads: The shard's writer thread writes; readers have connections of their own.
 *
 * <p>May import: event, ledger.
 */
package dev.croupier.gateway.rounds.store;
