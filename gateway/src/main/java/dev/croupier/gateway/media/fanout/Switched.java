package dev.croupier.gateway.media.fanout;

/**
 * A cut that took place. Immutable.
 *
 * @param captureMicros of the agreed frame, in table time
 * @param heard the signal whose sound goes with it, or null
 */
public record Switched(long captureMicros, String heard) {}
