/**
 * Messages of the WebSocket: sealed records and their JSON.
 *
 * <p>Threads: Immutable values; any thread.
 *
 * <p>May import: ids.
 */
package dev.croupier.gateway.control.wire;
