/**
 * What every HTTP door shares: problem+json, bearer check, CORS, limits.
 *
 * <p>Threads: Jetty request threads.
 *
 * <p>May import: ids, metrics.
 */
package dev.croupier.gateway.http;
