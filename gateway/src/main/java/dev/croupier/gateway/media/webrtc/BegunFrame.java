package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.program.ProgramFrame;

/**
 * The frame of which one viewer was sent first parts and not all. Pure; the session's event loop;
 * no allocation.
 */
final class BegunFrame {
  /** This frame was not begun. */
  static final int NOT_BEGUN = Integer.MAX_VALUE;

  private static final long NONE = -1;

  private long sequence = NONE;
  private int packets;
  private long rtpTime;
  private boolean stamped;

  /**
   * The first packets of a frame were sent; nothing is begun where these were all.
   *
   * @param sentTime RTP time they were sent with
   * @param ownTime whether that is this viewer's own
   */
  void begin(ProgramFrame frame, long sentTime, boolean ownTime) {
    if (!frame.whole()) {
      sequence = frame.frameSequence();
      packets = frame.payloads().length;
      rtpTime = sentTime;
      stamped = ownTime;
    }
  }

  /**
   * Which of these packets are to be sent next.
   *
   * @return the index of the first; the count of packets where there is nothing to send: some
   *     before them are missing, which come with the whole frame; {@link #NOT_BEGUN}
   */
  int next(ProgramFrame frame) {
    if (frame.frameSequence() != sequence) {
      return NOT_BEGUN;
    }
    int from = packets - frame.from();
    return from < 0 ? frame.payloads().length : from;
  }

  /** What {@link #next} named was sent. */
  void sent(ProgramFrame frame) {
    if (frame.whole()) {
      sequence = NONE;
    } else if (packets >= frame.from()) {
      packets = Math.max(packets, frame.from() + frame.payloads().length);
    }
  }

  /** Nothing of it follows any more; whether there was one. */
  boolean end() {
    boolean was = sequence != NONE;
    sequence = NONE;
    return was;
  }

  /** RTP time of the packets sent. */
  long rtpTime() {
    return rtpTime;
  }

  /** Whether that is this viewer's own. */
  boolean stamped() {
    return stamped;
  }
}
