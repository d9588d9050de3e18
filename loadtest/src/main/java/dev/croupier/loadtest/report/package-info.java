/**
 * A run as text, JSON and HTML.
 *
 * <p>Threads: Caller's thread.
 *
 * <p>May import: measure, check, plan, viewer (its figures).
 */
package dev.croupier.loadtest.report;
