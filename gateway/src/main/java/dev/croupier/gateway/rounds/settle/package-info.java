/**
 * From a round's bets and its result to postings.
 *
 * <p>Threads: Pure; the shard writer's thread.
 *
 * <p>May import: event, rules, ledger.
 */
package dev.croupier.gateway.rounds.settle;
