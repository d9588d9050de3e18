/**
 * Committed facts to whoever listens.
 *
 * <p>Threads: One dispatcher thread.
 *
 * <p>May import: event, ledger.
 */
package dev.croupier.gateway.rounds.feed;
