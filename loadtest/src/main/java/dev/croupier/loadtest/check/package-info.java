/**
 * The money check: own books, own payout tables.
 *
 * <p>Threads: Caller's thread.
 *
 * <p>May import: plan, measure, ids. Nothing of the gateway.
 */
package dev.croupier.loadtest.check;
