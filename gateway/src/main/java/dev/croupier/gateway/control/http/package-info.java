/**
 * HTTP verbs of control.
 *
 * <p>Threads: Jetty request threads.
 *
 * <p>May import: control; gateway http.
 */
package dev.croupier.gateway.control.http;
