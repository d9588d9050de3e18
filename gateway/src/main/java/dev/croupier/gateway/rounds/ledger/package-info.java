/**
 * Double entry: accounts, balanced postings, invariants; the Journal that stores declare.
 *
 * <p>Threads: The shard writer's thread.
 *
 * <p>May import: event.
 */
package dev.croupier.gateway.rounds.ledger;
