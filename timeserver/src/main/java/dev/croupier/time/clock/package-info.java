/**
 * Table time: monotonic microseconds, about Unix time.
 *
 * <p>Threads: Any thread.
 *
 * <p>May import: nothing of ours.
 */
package dev.croupier.time.clock;
