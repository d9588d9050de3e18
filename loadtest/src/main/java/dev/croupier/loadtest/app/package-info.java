/**
 * Command line and the one-process demo.
 *
 * <p>Threads: Main thread.
 *
 * <p>May import: everything in loadtest; gateway.app, time.app.
 */
package dev.croupier.loadtest.app;
