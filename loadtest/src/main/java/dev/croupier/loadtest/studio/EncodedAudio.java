package dev.croupier.loadtest.studio;

/**
 * One Opus packet of 20 ms.
 *
 * @param captureMicros table time of the first sample that a decoder gives for it
 * @param sample the position of that sample, in samples of 48 kHz since table time zero: exact,
 *     always 960 more than the packet before it unless the camera was held up
 * @param packet the packet (RFC 6716); nobody writes into it
 */
public record EncodedAudio(long captureMicros, long sample, byte[] packet) {}
