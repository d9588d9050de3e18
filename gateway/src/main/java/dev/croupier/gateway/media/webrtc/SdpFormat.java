package dev.croupier.gateway.media.webrtc;

import java.util.Map;
import java.util.Set;

/**
 * One payload type of a section: its {@code rtpmap}, {@code fmtp} and {@code rtcp-fb} lines.
 *
 * @param payloadType 0 to 127
 * @param encoding as written ({@code H264}, {@code opus}); empty where no {@code rtpmap} names it
 * @param clockRate Hz; 0 without {@code rtpmap}
 * @param channels 1 unless said
 * @param parameters of {@code fmtp}, keys in lower case; a value without a key stands under ""
 * @param feedback values of {@code rtcp-fb}: {@code nack}, {@code nack pli}, {@code transport-cc} …
 */
public record SdpFormat(
    int payloadType,
    String encoding,
    int clockRate,
    int channels,
    Map<String, String> parameters,
    Set<String> feedback) {
  /** Copies the collections. */
  public SdpFormat {
    parameters = Map.copyOf(parameters);
    feedback = Set.copyOf(feedback);
  }

  /** Whether it is this encoding at this clock; names are compared without case (RFC 8866). */
  public boolean is(String name, int rate) {
    return encoding.equalsIgnoreCase(name) && clockRate == rate;
  }
}
