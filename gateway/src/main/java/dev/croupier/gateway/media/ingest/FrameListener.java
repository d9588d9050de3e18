package dev.croupier.gateway.media.ingest;

import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.codec.FramePart;

/**
 * Where normalised frames of a publish go. Called on the publishing session's event loop; must not
 * block.
 */
public interface FrameListener {
  /** A profile of VP8 begins so; the version of its bitstream follows (RFC 6386 section 9.1). */
  String VP8_PROFILE = "vp8.";

  /**
   * A packet of the publish's pictures has arrived that is a new one of their stream: no repeat, no
   * stray, and not empty.
   */
  default void packet(long arrivalMicros) {}

  /** A complete frame, captured at this table time. */
  void frame(CodedFrame frame, long captureMicros);

  /**
   * More of a large video frame that is not complete yet, captured at this table time. Either all
   * of it follows as {@link #frame}, captured at the same, or {@link #broken}, or nothing where the
   * publish ends.
   */
  default void part(FramePart part, long captureMicros) {}

  /** Whether {@link #part} is of use; asked for once. */
  default boolean cutsThrough() {
    return false;
  }

  /**
   * A picture began to arrive and will not be complete: something of it was lost for good, or
   * cannot be read. {@link #broken} follows.
   */
  default void unfinished() {}

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
