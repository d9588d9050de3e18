/**
 * Deposits, payouts and their webhooks.
 *
 * <p>Threads: Virtual threads; decisions on the shard writer.
 *
 * <p>May import: shard and left of it.
 */
package dev.croupier.gateway.rounds.cashier;
