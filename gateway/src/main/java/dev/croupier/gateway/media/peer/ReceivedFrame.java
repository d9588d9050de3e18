package dev.croupier.gateway.media.peer;

/**
 * A complete video frame as a {@link WhepPlayer} received it; times are table time of the player's
 * clock, microseconds.
 *
 * @param rtpTime unwrapped to 64 bits, units of 1/90,000 s
 * @param captureMicros when it was captured, by {@code abs-capture-time} on the sender's clock, or
 *     {@link #NO_CAPTURE_TIME}
 * @param firstPacketMicros arrival of its first packet
 * @param completeMicros arrival of the packet that completed it
 * @param decodable whether a decoder could show it: it is a keyframe, or every frame since the last
 *     keyframe came complete
 * @param afterLoss whether a packet or a frame was given up since the frame before
 * @param data H.264: NAL units each behind its length as 4 bytes; VP8: the frame
 */
public record ReceivedFrame(
    long rtpTime,
    long captureMicros,
    long firstPacketMicros,
    long completeMicros,
    boolean keyframe,
    boolean decodable,
    boolean afterLoss,
    byte[] data) {
  /** The sender did not say when it was captured. */
  public static final long NO_CAPTURE_TIME = Long.MIN_VALUE;
}
