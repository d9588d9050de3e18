package dev.croupier.gateway.media.codec;

/**
 * Makes frames of the RTP payloads of one signal's pictures and gives them to its listener. One
 * thread; the caller brings packets into order and says where some are missing.
 *
 * <p>A frame ends with the marker, or when the next timestamp shows that it was forgotten. A frame
 * with a hole or a bad payload is dropped whole. The order of calls for a gap: {@link #lost}, then
 * the packets behind it.
 */
public interface VideoDepacketizer {
  /** Packets are missing between the last one and the next. */
  void lost();

  /**
   * The next packet's payload, in sequence order. Empty payloads (padding) are ignored, and so is
   * what follows a marker with the same timestamp.
   *
   * @param rtpTime unwrapped RTP time
   */
  void packet(byte[] b, int offset, int length, long rtpTime, boolean marker);

  /**
   * From now on large frames are handed out while they arrive too, as {@link FramePart}s; the
   * complete frame, or that it was dropped, follows as ever.
   */
  void cutThrough();

  /** The signal ended or changes its source: what is unfinished is dropped. */
  void reset();
}
