package dev.croupier.gateway.media.codec;

/**
 * One complete coded frame: an H.264 access unit, a VP8 frame or an Opus packet. Immutable by
 * agreement: nobody writes into {@code data}.
 *
 * @param codec what it is
 * @param rtpTime the source's RTP time, unwrapped to 64 bits, in units of {@code codec.clockRate()}
 * @param keyframe H.264: an IDR with its parameter sets in {@code data}; VP8: a keyframe; true for
 *     every Opus packet
 * @param data H.264: NAL units each behind its length as 4 bytes big-endian (ISO 14496-15's form),
 *     SPS and PPS before each IDR, no AUD, no filler. Opus: the packet. VP8: the frame
 */
public record CodedFrame(Codec codec, long rtpTime, boolean keyframe, byte[] data) {}
