/**
 * A client's estimate of table time and its bound.
 *
 * <p>Threads: Pure; the caller's thread.
 *
 * <p>May import: clock, wire.
 */
package dev.croupier.time.estimate;
