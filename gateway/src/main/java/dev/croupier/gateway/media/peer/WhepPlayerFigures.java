package dev.croupier.gateway.media.peer;

/**
 * What one {@link WhepPlayer} has counted, as of one moment. Times are table time in microseconds,
 * {@link #NEVER} for what has not happened.
 *
 * @param offeredAt when the offer was posted
 * @param answeredAt when its answer was taken in
 * @param checkedAt when a path was checked (ICE)
 * @param connectedAt when keys were agreed on a checked path
 * @param firstPacketAt the first RTP packet
 * @param firstFrameAt the first complete keyframe
 * @param rttMicros the last round trip, by RTCP, else by STUN; -1 before there is one
 * @param packets RTP packets of pictures and sound, retransmissions included
 * @param bytes of these packets, headers included, SRTP's left out
 * @param video of the pictures' stream
 * @param audio of the sound's stream
 * @param frames complete video frames
 * @param keyframes of these
 * @param undecodable complete frames behind a lost one, before the next keyframe
 * @param incompleteFrames frames of which a packet never came
 * @param audioPackets Opus packets in order
 * @param keyframeRequests PLIs sent
 * @param repeats packets that SRTP refused as having come before
 */
public record WhepPlayerFigures(
    long offeredAt,
    long answeredAt,
    long checkedAt,
    long connectedAt,
    long firstPacketAt,
    long firstFrameAt,
    long rttMicros,
    long packets,
    long bytes,
    Stream video,
    Stream audio,
    long frames,
    long keyframes,
    long undecodable,
    long incompleteFrames,
    long audioPackets,
    long keyframeRequests,
    long repeats) {
  /** It has not happened. */
  public static final long NEVER = -1;

  /**
   * Reception of one stream.
   *
   * @param packets that came at their first sending, each once
   * @param lost between the first and the last, and not come at their first sending
   * @param recovered of these, those that came when they were asked for
   * @param givenUp packets that were waited for in vain
   * @param nacked packets asked for, each counted once
   * @param jitterMicros interarrival jitter (RFC 3550 A.8)
   * @param duplicates packets that had come before
   * @param reordered packets that came behind a later one
   * @param gaps holes in what was handed on, of one packet or many
   */
  public record Stream(
      long packets,
      long lost,
      long recovered,
      long givenUp,
      long nacked,
      long jitterMicros,
      long duplicates,
      long reordered,
      long gaps) {
    /** Of a stream that the session has not. */
    static final Stream NONE = new Stream(0, 0, 0, 0, 0, 0, 0, 0, 0);
  }
}
