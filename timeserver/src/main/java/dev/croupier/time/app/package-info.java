/**
 * The time server as a program of its own.
 *
 * <p>Threads: Main thread.
 *
 * <p>May import: everything in time.
 */
package dev.croupier.time.app;
