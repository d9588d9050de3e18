/**
 * Thousands of WebSockets out of one process.
 *
 * <p>Threads: Any thread.
 *
 * <p>May import: nothing of ours.
 */
package dev.croupier.loadtest.socket;
