package dev.croupier.gateway.control.port;

import java.util.Map;

/**
 * What the media plane measured of one viewer. Times of -1 and rates of -1 are not known (yet).
 *
 * @param show the table's name, or {@code table/signal} for a preview
 * @param connectMicros from the offer to agreed keys
 * @param joinMicros from the offer to the first video frame sent
 * @param rttMicros by the last receiver report
 * @param jitterMicros of video, as the viewer reports it (RFC 3550)
 * @param lossRatio of video before retransmission, in the viewer's last report
 * @param packetsLost of video before retransmission, by the viewer's count
 * @param packetsAsked for again by NACK
 * @param packetsSentAgain of these
 * @param packetsRefused of these, by reason
 * @param framesSent of video
 * @param queueOverflows times frames were dropped because the viewer's queue was full
 * @param framesLeftOut because the path does not carry them
 * @param keyframeRequests by PLI and FIR
 * @param estimateBps what the path carries
 * @param arrivingBps what arrives
 * @param pathLossRatio of all packets, retransmissions too
 * @param queueMicros packets wait in the path above its shortest delay
 */
public record ViewerQos(
    String show,
    long connectMicros,
    long joinMicros,
    long rttMicros,
    long jitterMicros,
    double lossRatio,
    long packetsLost,
    long packetsAsked,
    long packetsSentAgain,
    Map<String, Long> packetsRefused,
    long framesSent,
    long queueOverflows,
    long framesLeftOut,
    long keyframeRequests,
    long estimateBps,
    long arrivingBps,
    double pathLossRatio,
    long queueMicros) {
  /** Copies the map. */
  public ViewerQos {
    packetsRefused = Map.copyOf(packetsRefused);
  }
}
