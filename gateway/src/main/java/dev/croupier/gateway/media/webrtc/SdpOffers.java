package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.rtp.Parse;
import dev.croupier.gateway.media.webrtc.SdpMedia.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a client's offers, to publish (WHIP) and to view (WHEP), and takes in their answers.
 * Payload types and extension ids are those Chromium uses. Pure, any thread.
 */
public final class SdpOffers {
  private static final Set<String> VIDEO_FEEDBACK =
      Set.of(SdpTerms.NACK, SdpTerms.PLI, SdpTerms.FIR, SdpTerms.TRANSPORT_CC, SdpTerms.REMB);
  private static final Set<String> AUDIO_FEEDBACK = Set.of(SdpTerms.TRANSPORT_CC);
  private static final String VIDEO_MID = "0";
  private static final String AUDIO_MID = "1";
  private static final int CAPTURE_TIME_ID = 3;
  private static final int TRANSPORT_SEQUENCE_ID = 4;
  private static final int MID_ID = 9;
  private static final int OPUS = 111;
  private static final int VP8 = 96;

  /** H.264 payload types of a viewer's offer; each has its RTX one above. */
  private static final Map<Integer, String> VIEWER_PROFILES =
      Map.of(102, "42001f", 108, "42e01f", 116, "4d001f", 41, "f4001f", 51, "64001f");

  private static final List<Integer> VIEWER_ORDER = List.of(102, 108, 116, 51, 41);

  private SdpOffers() {}

  /** An offer to publish: pictures in one codec and profile, and Opus if sound is sent. */
  public static SdpDescription toPublish(SdpLocal local, SdpSending sending, long sessionId) {
    SdpMedia.Builder video = section("video", VIDEO_MID, local, Direction.SENDONLY);
    if (sending.video() == Codec.H264) {
      addH264(video, 102, sending.profile().toString());
    } else {
      addVp8(video);
    }
    video.ssrcs.add(sending.videoSsrc());
    video.ssrcs.add(sending.rtxSsrc());
    video.retransmissions.add(new SdpMedia.Fid(sending.videoSsrc(), sending.rtxSsrc()));
    List<SdpMedia.Builder> sections = new ArrayList<>(List.of(video));
    if (sending.audioSsrc() != SdpSending.NO_AUDIO) {
      SdpMedia.Builder audio = section("audio", AUDIO_MID, local, Direction.SENDONLY);
      addOpus(audio);
      audio.ssrcs.add(sending.audioSsrc());
      sections.add(audio);
    }
    for (SdpMedia.Builder each : sections) {
      each.cname = sending.cname();
      each.streamId = sending.streamId();
      each.trackId = each.kind;
    }
    return description(sessionId, sections.toArray(SdpMedia.Builder[]::new));
  }

  /** An offer to view: all H.264 profiles, VP8, and Opus. */
  public static SdpDescription toView(SdpLocal local, long sessionId) {
    SdpMedia.Builder video = section("video", VIDEO_MID, local, Direction.RECVONLY);
    for (int payloadType : VIEWER_ORDER) {
      addH264(video, payloadType, VIEWER_PROFILES.get(payloadType));
    }
    addVp8(video);
    SdpMedia.Builder audio = section("audio", AUDIO_MID, local, Direction.RECVONLY);
    addOpus(audio);
    return description(sessionId, video, audio);
  }

  /**
   * What an answer to one of these offers agrees on. Refusals: {@link SdpAnswers#NO_COMMON_CODEC}
   * when all sections were rejected, else a fault of the answer.
   */
  public static Parse<SdpNegotiated> accept(SdpDescription offer, SdpDescription answer) {
    if (answer.media().size() != offer.media().size()) {
      return Parse.rejected("sections_differ");
    }
    SdpStream video = null;
    SdpStream audio = null;
    SdpMedia carrier = null;
    for (int i = 0; i < offer.media().size(); i++) {
      SdpMedia offered = offer.media().get(i);
      SdpMedia answered = answer.media().get(i);
      if (!answered.kind().equals(offered.kind()) || !answered.mid().equals(offered.mid())) {
        return Parse.rejected("sections_differ");
      }
      boolean flows =
          offered.direction().sends()
              ? answered.direction().receives()
              : answered.direction().sends();
      if (answered.port() == 0 || !flows) {
        continue;
      }
      if (!answersFormat(offered, answered)) {
        return Parse.rejected("format_not_offered");
      }
      carrier = carrier == null ? answered : carrier;
      SdpStream stream = SdpStream.of(answered, offered.direction().sends() ? offered : answered);
      if (stream.codec() == Codec.OPUS) {
        audio = stream;
      } else {
        video = stream;
      }
    }
    if (carrier == null) {
      return Parse.rejected(SdpAnswers.NO_COMMON_CODEC);
    }
    String fault = fault(carrier);
    if (fault != null) {
      return Parse.rejected(fault);
    }
    return Parse.of(
        new SdpNegotiated(
            "",
            new TransportFactory.RemoteIce(
                carrier.ufrag(), carrier.password(), carrier.fingerprint()),
            carrier.setup(),
            carrier.candidates(),
            video,
            audio));
  }

  private static String fault(SdpMedia carrier) {
    if (carrier.ufrag().isEmpty() || carrier.password().isEmpty()) {
      return "no_ice_credentials";
    }
    if (carrier.fingerprint().isEmpty()) {
      return "no_sha256_fingerprint";
    }
    boolean role = carrier.setup().equals("passive") || carrier.setup().equals("active");
    if (!role) {
      return "bad_setup";
    }
    return carrier.rtcpMux() ? null : "no_rtcp_mux";
  }

  /** The answer's first format must be an offered one of the same encoding. */
  private static boolean answersFormat(SdpMedia offered, SdpMedia answered) {
    if (answered.formats().isEmpty()) {
      return false;
    }
    SdpFormat chosen = answered.formats().getFirst();
    for (SdpFormat format : offered.formats()) {
      if (format.payloadType() == chosen.payloadType()) {
        return !chosen.encoding().equalsIgnoreCase("rtx")
            && chosen.is(format.encoding(), format.clockRate());
      }
    }
    return false;
  }

  private static SdpDescription description(long sessionId, SdpMedia.Builder... sections) {
    List<SdpMedia> media = new ArrayList<>();
    for (SdpMedia.Builder section : sections) {
      media.add(section.build());
    }
    return new SdpDescription(
        sessionId, 1, false, media.stream().map(SdpMedia::mid).toList(), media);
  }

  private static SdpMedia.Builder section(
      String kind, String mid, SdpLocal local, Direction direction) {
    SdpMedia.Builder media = new SdpMedia.Builder();
    media.kind = kind;
    media.mid = mid;
    media.direction = direction;
    media.ufrag = local.ufrag();
    media.password = local.password();
    media.fingerprint = local.fingerprint();
    media.setup = "actpass";
    media.candidates = local.candidates();
    media.endOfCandidates = true;
    media.rtcpMux = true;
    media.reducedSize = true;
    media.receiverRtt = true;
    return media
        .extension(CAPTURE_TIME_ID, SdpExtension.CAPTURE_TIME)
        .extension(TRANSPORT_SEQUENCE_ID, SdpExtension.TRANSPORT_SEQUENCE)
        .extension(MID_ID, SdpExtension.MID);
  }

  private static void addH264(SdpMedia.Builder media, int payloadType, String profile) {
    Map<String, String> parameters =
        Map.of(
            "level-asymmetry-allowed", "1",
            "packetization-mode", "1",
            "profile-level-id", profile);
    media.format(
        new SdpFormat(payloadType, "H264", Codec.H264.clockRate(), 1, parameters, VIDEO_FEEDBACK));
    addRtx(media, payloadType);
  }

  private static void addVp8(SdpMedia.Builder media) {
    media.format(new SdpFormat(VP8, "VP8", Codec.VP8.clockRate(), 1, Map.of(), VIDEO_FEEDBACK));
    addRtx(media, VP8);
  }

  private static void addRtx(SdpMedia.Builder media, int payloadType) {
    Map<String, String> apt = Map.of("apt", Integer.toString(payloadType));
    media.format(new SdpFormat(payloadType + 1, "rtx", Codec.H264.clockRate(), 1, apt, Set.of()));
  }

  private static void addOpus(SdpMedia.Builder media) {
    Map<String, String> parameters = Map.of("minptime", "10", "useinbandfec", "1", "stereo", "1");
    media.format(
        new SdpFormat(OPUS, "opus", Codec.OPUS.clockRate(), 2, parameters, AUDIO_FEEDBACK));
  }
}
