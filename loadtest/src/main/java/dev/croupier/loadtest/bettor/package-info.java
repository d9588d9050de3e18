/**
 * Players who bet over the WebSocket: slips at planned moments, repeats of them, lost connections;
 * each one keeps its own books.
 *
 * <p>Threads: A virtual thread for each bettor owns all its state; Jetty's threads only put what
 * arrives into its bounded queue.
 *
 * <p>May import: check, measure, plan, socket, viewer (who people are), the gateway's control.wire
 * and ids.
 */
package dev.croupier.loadtest.bettor;
