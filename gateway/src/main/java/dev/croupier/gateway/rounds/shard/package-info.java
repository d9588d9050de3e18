/**
 * One writer per shard: decide in memory, commit in groups, answer after the commit.
 *
 * <p>Threads: The shard's writer thread; proxies from any thread.
 *
 * <p>May import: settle, ledger and left of them.
 */
package dev.croupier.gateway.rounds.shard;
