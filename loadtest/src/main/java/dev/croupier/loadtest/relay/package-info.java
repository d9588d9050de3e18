/**
 * A relay in user space between clients and a server: UDP and TCP pass through it with delay,
 * jitter, loss, reordering, duplication, a limited rate and blackouts, all from a seed.
 *
 * <p>Threads: one event loop owns every socket and every packet of a relay; {@link
 * dev.croupier.loadtest.relay.Relay} and {@link dev.croupier.loadtest.relay.RelayControl} may be
 * called from any other thread.
 *
 * <p>May import: {@code plan}, {@code measure}; Netty for its sockets.
 */
package dev.croupier.loadtest.relay;
