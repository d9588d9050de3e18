package dev.croupier.loadtest.studio;

/**
 * One coded picture, an H.264 access unit.
 *
 * @param keyframe an IDR with SPS and PPS before it
 * @param captureMicros when it was captured, in the camera's table time
 * @param annexB NAL units behind start codes (ITU-T H.264 annex B); nobody writes into it
 */
public record EncodedFrame(boolean keyframe, long captureMicros, byte[] annexB) {}
