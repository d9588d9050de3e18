package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.ProfileLevelId;
import dev.croupier.gateway.media.rtp.Parse;
import java.util.List;

/**
 * Makes the server's answers: to a viewer's offer (WHEP) and to a publisher's (WHIP, RFC 9725).
 * Pure functions of offer and terms, any thread.
 *
 * <p>The answer has the offer's sections in the offer's order, one of each kind accepted, all
 * others rejected with port 0. Refusals: {@link #NO_COMMON_CODEC}; all others are faults of the
 * offer and belong under {@code bad_sdp}.
 */
public final class SdpAnswers {
  /** The offer has pictures (or only sound) in no codec of ours. */
  public static final String NO_COMMON_CODEC = "no_common_codec";

  private SdpAnswers() {}

  /**
   * The answer to a viewer: we send pictures and sound to sections that receive.
   *
   * @param sessionId of the answer's o-line, not negative
   */
  public static Parse<SdpNegotiated> toViewer(
      SdpDescription offer, SdpLocal local, SdpSending sending, long sessionId) {
    return new SdpAnswerBuilder(offer, local, sessionId) {
      @Override
      boolean direction(SdpMedia media) {
        return media.direction().receives();
      }

      @Override
      SdpFormat choose(SdpMedia media) {
        if (media.kind().equals("audio")) {
          return SdpTerms.plain(media, Codec.OPUS);
        }
        return sending.video() == Codec.H264
            ? SdpTerms.h264ToSend(media, sending.profile())
            : SdpTerms.plain(media, sending.video());
      }

      @Override
      void streams(SdpMedia.Builder answer, boolean rtx) {
        answer.direction = SdpMedia.Direction.SENDONLY;
        answer.cname = sending.cname();
        answer.streamId = sending.streamId();
        answer.trackId = answer.kind;
        if (answer.kind.equals("audio")) {
          answer.ssrcs.add(sending.audioSsrc());
          return;
        }
        answer.ssrcs.add(sending.videoSsrc());
        if (rtx) {
          answer.ssrcs.add(sending.rtxSsrc());
          answer.retransmissions.add(new SdpMedia.Fid(sending.videoSsrc(), sending.rtxSsrc()));
        }
      }

      @Override
      boolean sends() {
        return true;
      }
    }.build();
  }

  /**
   * The answer to a publisher: we receive from sections that send.
   *
   * @param videoCodecs those taken for pictures, most wanted first
   * @param profile the H.264 profile most wanted, where the publisher has a choice
   * @param transportCc whether transport-wide feedback will be sent; without it REMB alone steers
   * @param sessionId of the answer's o-line, not negative
   */
  public static Parse<SdpNegotiated> toPublisher(
      SdpDescription offer,
      SdpLocal local,
      List<Codec> videoCodecs,
      ProfileLevelId profile,
      boolean transportCc,
      long sessionId) {
    return new SdpAnswerBuilder(offer, local, sessionId) {
      @Override
      boolean direction(SdpMedia media) {
        return media.direction().sends();
      }

      @Override
      SdpFormat choose(SdpMedia media) {
        if (media.kind().equals("audio")) {
          return SdpTerms.plain(media, Codec.OPUS);
        }
        for (Codec codec : videoCodecs) {
          SdpFormat format =
              codec == Codec.H264
                  ? SdpTerms.h264ToReceive(media, profile)
                  : SdpTerms.plain(media, codec);
          if (format != null) {
            return format;
          }
        }
        return null;
      }

      @Override
      void streams(SdpMedia.Builder answer, boolean rtx) {
        answer.direction = SdpMedia.Direction.RECVONLY;
      }

      @Override
      boolean sends() {
        return false;
      }

      @Override
      boolean transportCc() {
        return transportCc;
      }
    }.build();
  }
}
