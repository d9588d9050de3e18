/**
 * What control needs of the other planes, declared here, implemented by app.
 *
 * <p>Threads: As each method says.
 *
 * <p>May import: ids.
 */
package dev.croupier.gateway.control.port;
