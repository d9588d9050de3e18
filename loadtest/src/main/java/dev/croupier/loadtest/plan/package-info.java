/**
 * Scenarios and objectives.
 *
 * <p>Threads: Immutable values.
 *
 * <p>May import: ids.
 */
package dev.croupier.loadtest.plan;
