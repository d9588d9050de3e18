package dev.croupier.gateway.media.codec;

/** Hears what an {@link H264Depacketizer} makes of a signal; on its caller's thread. */
public interface H264FrameListener {
  /** Why a frame was dropped whole. */
  enum Drop {
    /** A packet of it is missing. */
    HOLE,
    /** A payload that RFC 6184 does not allow. */
    MALFORMED,
    /** STAP-B, MTAP, FU-B or data partitioning. */
    UNSUPPORTED,
    /** Larger than the depacketizer's limit. */
    TOO_LARGE,
    /** An IDR whose parameter sets were never seen. */
    NO_PARAMETER_SETS,
    /** A parameter set in it is not sound. */
    BAD_PARAMETER_SET
  }

  /** A complete frame. */
  void frame(CodedFrame frame);

  /** More of a large frame that is not complete yet. */
  default void part(FramePart part) {}

  /**
   * The next frame, an IDR, is the first to use this SPS: at the start, and again whenever its
   * bytes change (a browser adapts its resolution).
   */
  void parametersChanged(H264Sps sps);

  /** A frame was dropped whole; frames after it may not decode until the next IDR. */
  void dropped(long rtpTime, Drop reason);

  /** The frame that follows has B slices: players that show frames as they come cannot play it. */
  void bFrames(long rtpTime);
}
