package dev.croupier.gateway.media.codec;

/**
 * The next pieces of a large frame whose bytes are still arriving. When all of it is there a {@link
 * CodedFrame} with the same RTP time follows, and the pieces so far are the first ones of {@link
 * H264Packetizer#cut} or {@link Vp8Packetizer#cut} of it; otherwise the frame is dropped. Immutable
 * by agreement.
 *
 * @param rtpTime as the frame's will be
 * @param keyframe as the frame's will be
 * @param reference whether other frames may refer to it
 * @param from how many pieces of the frame came before these; 0: it begins here
 * @param pieces H.264: RTP payloads (RFC 6184). VP8: bytes of the frame, each to be put behind a
 *     payload descriptor
 */
public record FramePart(
    Codec codec, long rtpTime, boolean keyframe, boolean reference, int from, byte[][] pieces) {
  /**
   * Bytes of an RTP payload of full size, so that header, extensions, RTX's OSN and SRTP's tag stay
   * within 1,200.
   */
  public static final int MAX_PAYLOAD = 1_140;

  /** Pieces of a part: a frame of no more than these is no large one. */
  public static final int PIECES = 12;

  /** Bytes of all pieces. */
  public int bytes() {
    int bytes = 0;
    for (byte[] piece : pieces) {
      bytes += piece.length;
    }
    return bytes;
  }
}
