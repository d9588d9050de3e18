package dev.croupier.loadtest.viewer;

import dev.croupier.loadtest.measure.Series;
import java.util.List;

/**
 * What all viewers of a run saw together. The phases of joining count from the intended moment of
 * the offer.
 *
 * @param asked viewers that came
 * @param failed of these, those that were not answered or never connected
 * @param failures the first few reasons
 * @param answered to the server's answer
 * @param connected to agreed keys
 * @param firstPacket to the first packet of any stream
 * @param firstFrame to the first complete keyframe
 * @param rtt by RTCP, else STUN; a sample a second of each viewer
 * @param jitter of video, a sample a second of each viewer
 * @param age from capture to complete arrival, where clocks are shared
 */
public record ViewerFigures(
    int asked,
    int failed,
    List<String> failures,
    Series.Summary answered,
    Series.Summary connected,
    Series.Summary firstPacket,
    Series.Summary firstFrame,
    Series.Summary rtt,
    Series.Summary jitter,
    Series.Summary age,
    Frames frames,
    Packets packets) {
  /**
   * Sums over frames.
   *
   * @param shown complete and decodable
   * @param dropped lost on the way, or not decodable for lack of others
   * @param skipped never sent: the source left them out
   * @param incomplete begun, but a packet never came
   * @param audioPackets of sound, in order
   * @param freezes times without a new frame longer than three frames and 150 ms
   * @param frozenMs their sum
   * @param watchedMs sum of the time from each viewer's first frame to its end
   */
  public record Frames(
      long shown,
      long dropped,
      long skipped,
      long keyframes,
      long incomplete,
      long audioPackets,
      long freezes,
      long frozenMs,
      long watchedMs) {}

  /**
   * Sums over packets.
   *
   * @param lostBeforeNack lost at their first sending
   * @param lostAfterNack never came
   * @param asked packets asked for again
   * @param keyframeRequests PLIs sent
   */
  public record Packets(
      long received,
      long bytes,
      long lostBeforeNack,
      long lostAfterNack,
      long asked,
      long keyframeRequests) {}
}
