package dev.croupier.gateway.media.webrtc;

import java.util.List;

/**
 * A session description: the subset of SDP (RFC 8866) that WebRTC media needs (RFC 8829, RFC 8839,
 * RFC 8843).
 *
 * @param sessionId of the o-line, not negative
 * @param version of the o-line, not negative
 * @param iceLite whether the describing side is a lite agent
 * @param bundle mids of the first {@code group:BUNDLE}, empty for none
 * @param media the sections in order, at least one
 */
public record SdpDescription(
    long sessionId, long version, boolean iceLite, List<String> bundle, List<SdpMedia> media) {
  /** Copies the lists. */
  public SdpDescription {
    bundle = List.copyOf(bundle);
    media = List.copyOf(media);
  }
}
