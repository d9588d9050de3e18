/**
 * HTTP verbs of WHIP, WHEP and HLS.
 *
 * <p>Threads: Jetty request threads.
 *
 * <p>May import: everything in media but peer; gateway http.
 */
package dev.croupier.gateway.media.http;
