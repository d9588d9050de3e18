/**
 * Wiring, configuration and main: the only place that knows all planes.
 *
 * <p>Threads: Main thread and what it starts.
 *
 * <p>May import: everything.
 */
package dev.croupier.gateway.app;
