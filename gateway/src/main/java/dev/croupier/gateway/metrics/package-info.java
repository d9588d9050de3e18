/**
 * One catalogue of every meter, its unit and its tags.
 *
 * <p>Threads: Any thread.
 *
 * <p>May import: nothing of ours.
 */
package dev.croupier.gateway.metrics;
