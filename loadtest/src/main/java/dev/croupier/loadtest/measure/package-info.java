/**
 * Histograms and counters of a run, and the generator's own health.
 *
 * <p>Threads: Any thread.
 *
 * <p>May import: nothing of ours.
 */
package dev.croupier.loadtest.measure;
