package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.ProfileLevelId;

/**
 * What this side is going to send.
 *
 * @param video H264 or VP8
 * @param profile of the pictures where they are H.264
 * @param videoSsrc 0 to 2^32 - 1, as the other two; all differ
 * @param rtxSsrc retransmissions of the pictures
 * @param audioSsrc Opus; {@link #NO_AUDIO} for none
 * @param cname one for all, so that players synchronise them (RFC 3550 section 6.5.1)
 * @param streamId the one media stream both tracks belong to ({@code msid})
 */
public record SdpSending(
    Codec video,
    ProfileLevelId profile,
    long videoSsrc,
    long rtxSsrc,
    long audioSsrc,
    String cname,
    String streamId) {
  /** Nothing but pictures is sent. */
  public static final long NO_AUDIO = -1;
}
