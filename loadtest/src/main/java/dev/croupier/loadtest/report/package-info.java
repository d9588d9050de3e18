/**
 * A run as text, JSON, histogram log, JUnit XML and one HTML page; two runs side by side.
 *
 * <p>Threads: Caller's thread.
 *
 * <p>May import: measure, plan.
 */
package dev.croupier.loadtest.report;
