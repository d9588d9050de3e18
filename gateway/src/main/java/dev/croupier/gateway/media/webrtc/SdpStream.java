package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.codec.Codec;
import java.util.Locale;
import java.util.Set;

/**
 * One agreed stream, in whichever direction it flows.
 *
 * @param codec H264, VP8 or OPUS
 * @param mid of its section, empty for none
 * @param payloadType 0 to 127
 * @param rtxPayloadType of its retransmissions, or -1
 * @param ssrc the sender's, or {@link #UNKNOWN_SSRC} when the sender did not say
 * @param rtxSsrc the sender's for retransmissions, or {@link #UNKNOWN_SSRC}
 * @param profileLevelId of H.264 as in the agreed {@code fmtp}; empty for others
 * @param parameterSets {@code sprop-parameter-sets} of the sender's {@code fmtp}, or empty
 * @param transportSequenceId extension id, 0 for none; as the next two
 * @param captureTimeId {@code abs-capture-time}
 * @param midId {@code sdes:mid}
 * @param feedback agreed values of {@code rtcp-fb}
 */
public record SdpStream(
    Codec codec,
    String mid,
    int payloadType,
    int rtxPayloadType,
    long ssrc,
    long rtxSsrc,
    String profileLevelId,
    String parameterSets,
    int transportSequenceId,
    int captureTimeId,
    int midId,
    Set<String> feedback) {
  /** The sender will be known by its payload type. */
  public static final long UNKNOWN_SSRC = -1;

  /** Copies the set. */
  public SdpStream {
    feedback = Set.copyOf(feedback);
  }

  /**
   * The stream of an agreed section.
   *
   * @param agreed the answer's section: its first format is the codec, an RTX format may follow
   * @param sender the section that describes the sender: its SSRCs and parameter sets
   */
  static SdpStream of(SdpMedia agreed, SdpMedia sender) {
    SdpFormat format = agreed.formats().getFirst();
    Codec codec =
        switch (format.encoding().toUpperCase(Locale.ROOT)) {
          case "OPUS" -> Codec.OPUS;
          case "H264" -> Codec.H264;
          default -> Codec.VP8;
        };
    int rtx = agreed.rtxFor(format.payloadType());
    long ssrc = sender.ssrcs().isEmpty() ? UNKNOWN_SSRC : sender.ssrcs().getFirst();
    long rtxSsrc = UNKNOWN_SSRC;
    if (!sender.retransmissions().isEmpty()) {
      ssrc = sender.retransmissions().getFirst().ssrc();
      rtxSsrc = rtx < 0 ? UNKNOWN_SSRC : sender.retransmissions().getFirst().rtxSsrc();
    }
    return new SdpStream(
        codec,
        agreed.mid(),
        format.payloadType(),
        rtx,
        ssrc,
        rtxSsrc,
        codec == Codec.H264 ? SdpTerms.profile(format).toString() : "",
        parameterSets(sender, format.payloadType()),
        agreed.extensionId(SdpExtension.TRANSPORT_SEQUENCE),
        agreed.extensionId(SdpExtension.CAPTURE_TIME),
        agreed.extensionId(SdpExtension.MID),
        format.feedback());
  }

  /** Whether lost packets may be asked for. */
  public boolean nack() {
    return feedback.contains(SdpTerms.NACK);
  }

  /** Whether a keyframe may be asked for by PLI. */
  public boolean pli() {
    return feedback.contains(SdpTerms.PLI);
  }

  /** Whether transport-wide feedback flows: agreed, and its extension too. */
  public boolean transportFeedback() {
    return transportSequenceId != 0 && feedback.contains(SdpTerms.TRANSPORT_CC);
  }

  /** Whether the receiver tells its bit rate by REMB. */
  public boolean remb() {
    return feedback.contains(SdpTerms.REMB);
  }

  private static String parameterSets(SdpMedia sender, int payloadType) {
    for (SdpFormat format : sender.formats()) {
      if (format.payloadType() == payloadType) {
        return format.parameters().getOrDefault("sprop-parameter-sets", "");
      }
    }
    return "";
  }
}
