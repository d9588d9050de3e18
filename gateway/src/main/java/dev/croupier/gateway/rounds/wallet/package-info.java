/**
 * The casino's own wallet (seamless wallet).
 *
 * <p>Threads: Bounded callers on virtual threads.
 *
 * <p>May import: shard and left of it.
 */
package dev.croupier.gateway.rounds.wallet;
