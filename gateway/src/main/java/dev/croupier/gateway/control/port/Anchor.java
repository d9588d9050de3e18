package dev.croupier.gateway.control.port;

/**
 * How a program's RTP time is table time: a constant of the program.
 *
 * @param rtpBase the video clock's value (90 kHz, unsigned 32 bits) at {@code tableTime}
 * @param tableTime µs
 * @param clockId 32 lower-case hex digits
 * @param epoch of the time service
 */
public record Anchor(String programId, long rtpBase, long tableTime, String clockId, long epoch) {}
