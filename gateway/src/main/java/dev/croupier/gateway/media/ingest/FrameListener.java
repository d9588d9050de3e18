package dev.croupier.gateway.media.ingest;

import dev.croupier.gateway.media.codec.CodedFrame;

/**
 * Where normalised frames of a publish go. Called on the publishing session's event loop; must not
 * block.
 */
public interface FrameListener {
  /** A profile of VP8 begins so; the version of its bitstream follows (RFC 6386 section 9.1). */
  String VP8_PROFILE = "vp8.";

  /** A complete frame, captured at this table time. */
  void frame(CodedFrame frame, long captureMicros);

  /** A video frame was lost; the next ones are held back until a keyframe. */
  void broken();

  /**
   * The picture's parameters, at the first keyframe and when they change.
   *
   * @param profile H.264's {@code profile-level-id}, or {@link #VP8_PROFILE} and a version
   */
  void parameters(int width, int height, String profile);

  /** The publish cannot be used: {@code b_frames} … The session ends it. */
  void refused(String reason);

  /** The clock by which this publish's frames are placed in table time; asked for once. */
  default SourceClock sourceClock() {
    return new SourceClock();
  }
}
