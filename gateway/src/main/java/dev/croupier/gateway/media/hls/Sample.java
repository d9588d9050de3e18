package dev.croupier.gateway.media.hls;

/**
 * One frame in a segment.
 *
 * @param ticks when it is shown, in the track's timescale since the program's epoch; also its
 *     decoding time, since nothing is reordered
 * @param sync decoding can begin here
 */
record Sample(long ticks, boolean sync, byte[] data) {}
