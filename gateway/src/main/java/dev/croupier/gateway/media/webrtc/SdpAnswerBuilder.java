package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.rtp.Parse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What answers to viewers and to publishers have in common. One use each. */
abstract class SdpAnswerBuilder {
  /** Longest mid the one-byte extension carries. */
  private static final int MAX_MID_BYTES = 16;

  private final SdpDescription offer;
  private final SdpLocal local;
  private final long sessionId;
  private SdpMedia transport;
  private SdpStream video;
  private SdpStream audio;

  SdpAnswerBuilder(SdpDescription offer, SdpLocal local, long sessionId) {
    this.offer = offer;
    this.local = local;
    this.sessionId = sessionId;
  }

  /** Whether the section's direction suits us. */
  abstract boolean direction(SdpMedia media);

  /** The payload type we want of the section, or null. */
  abstract SdpFormat choose(SdpMedia media);

  /** Sets direction, msid and SSRCs of an accepted section. */
  abstract void streams(SdpMedia.Builder answer, boolean rtx);

  /** Whether the streams are ours. */
  abstract boolean sends();

  /** Whether transport-wide feedback is wanted. */
  boolean transportCc() {
    return true;
  }

  Parse<SdpNegotiated> build() {
    List<SdpMedia> answers = new ArrayList<>();
    List<String> accepted = new ArrayList<>();
    boolean wantedVideo = false;
    for (SdpMedia media : offer.media()) {
      wantedVideo |= media.kind().equals("video") && usable(media);
      SdpFormat format = acceptable(media) ? choose(media) : null;
      if (format == null) {
        answers.add(rejected(media));
        continue;
      }
      SdpMedia answer = accept(media, format);
      answers.add(answer);
      accepted.add(media.mid());
      if (transport == null) {
        transport = media;
      }
    }
    String reason = fault(wantedVideo, accepted);
    if (reason != null) {
      return Parse.rejected(reason);
    }
    List<String> bundle = offer.bundle().isEmpty() ? List.of() : accepted;
    SdpDescription answer = new SdpDescription(sessionId, 1, true, bundle, answers);
    SdpMedia carrier = carrier();
    return Parse.of(
        new SdpNegotiated(
            SdpWriter.write(answer),
            new TransportFactory.RemoteIce(
                carrier.ufrag(), carrier.password(), carrier.fingerprint()),
            carrier.setup(),
            carrier.candidates(),
            video,
            audio));
  }

  /** The first bundled section: its transport is everybody's (RFC 8843 section 7.2). */
  private SdpMedia carrier() {
    for (SdpMedia media : offer.media()) {
      if (!offer.bundle().isEmpty() && media.mid().equals(offer.bundle().getFirst())) {
        return media.ufrag().isEmpty() ? transport : media;
      }
    }
    return transport;
  }

  private boolean usable(SdpMedia media) {
    boolean alone = offer.bundle().isEmpty() || offer.bundle().contains(media.mid());
    // Port 0 in an offer means bundle-only where it is in a bundle, and rejected elsewhere.
    boolean open = media.port() != 0 || !offer.bundle().isEmpty();
    return alone && open && direction(media);
  }

  private boolean acceptable(SdpMedia media) {
    return switch (media.kind()) {
      case "video" -> video == null && usable(media);
      case "audio" -> audio == null && usable(media);
      default -> false;
    };
  }

  private String fault(boolean wantedVideo, List<String> accepted) {
    if (accepted.isEmpty() || (wantedVideo && video == null)) {
      return offer.media().stream().anyMatch(this::usable)
          ? SdpAnswers.NO_COMMON_CODEC
          : "no_usable_section";
    }
    if (accepted.size() > 1 && offer.bundle().isEmpty()) {
      return "no_bundle";
    }
    SdpMedia carrier = carrier();
    if (carrier.ufrag().isEmpty() || carrier.password().isEmpty()) {
      return "no_ice_credentials";
    }
    if (carrier.fingerprint().isEmpty()) {
      return "no_sha256_fingerprint";
    }
    if (carrier.setup().equals("passive") || carrier.setup().equals("holdconn")) {
      return "bad_setup";
    }
    if (offer.iceLite()) {
      return "two_lite_agents";
    }
    if (video != null && audio != null && video.payloadType() == audio.payloadType()) {
      return "duplicate_payload_type";
    }
    boolean multiplexed =
        offer.media().stream()
            .filter(media -> accepted.contains(media.mid()))
            .allMatch(SdpMedia::rtcpMux);
    return multiplexed ? null : "no_rtcp_mux";
  }

  private static SdpMedia rejected(SdpMedia offered) {
    SdpMedia.Builder answer = new SdpMedia.Builder();
    answer.kind = offered.kind();
    answer.port = 0;
    answer.protocol = offered.protocol();
    answer.formatNames = List.of(offered.formatNames().getFirst());
    answer.mid = offered.mid();
    answer.direction = SdpMedia.Direction.INACTIVE;
    return answer.build();
  }

  private SdpMedia accept(SdpMedia offered, SdpFormat format) {
    int rtx = offered.rtxFor(format.payloadType());
    SdpMedia.Builder answer = new SdpMedia.Builder();
    answer.kind = offered.kind();
    answer.protocol = offered.protocol();
    answer.mid = offered.mid();
    answer.ufrag = local.ufrag();
    answer.password = local.password();
    answer.fingerprint = local.fingerprint();
    answer.setup = "passive";
    answer.candidates = local.candidates();
    answer.endOfCandidates = true;
    answer.rtcpMux = true;
    answer.reducedSize = offered.reducedSize();
    answer.receiverRtt = true;
    SdpFormat agreed = agreed(format);
    answer.format(agreed);
    if (rtx >= 0) {
      answer.format(
          new SdpFormat(
              rtx,
              "rtx",
              format.clockRate(),
              1,
              Map.of("apt", Integer.toString(format.payloadType())),
              Set.of()));
    }
    boolean transportCc = agreed.feedback().contains(SdpTerms.TRANSPORT_CC);
    int transportId = transportCc ? offered.extensionId(SdpExtension.TRANSPORT_SEQUENCE) : 0;
    int captureId = offered.extensionId(SdpExtension.CAPTURE_TIME);
    int midId = offered.mid().length() > MAX_MID_BYTES ? 0 : offered.extensionId(SdpExtension.MID);
    answer
        .extension(transportId, SdpExtension.TRANSPORT_SEQUENCE)
        .extension(captureId, SdpExtension.CAPTURE_TIME)
        .extension(midId, SdpExtension.MID);
    streams(answer, rtx >= 0);
    SdpMedia built = answer.build();
    SdpStream stream = SdpStream.of(built, sends() ? built : offered);
    if (stream.codec() == Codec.OPUS) {
      audio = stream;
    } else {
      video = stream;
    }
    return built;
  }

  private SdpFormat agreed(SdpFormat format) {
    Map<String, String> parameters = new HashMap<>();
    if (format.encoding().equalsIgnoreCase("H264")) {
      for (String key :
          List.of("level-asymmetry-allowed", "packetization-mode", "profile-level-id")) {
        String value = format.parameters().get(key);
        if (value != null && SdpParser.token(value)) {
          parameters.put(key, value);
        }
      }
    } else if (format.encoding().equalsIgnoreCase("opus")) {
      parameters.put("useinbandfec", "1");
      parameters.put("stereo", "1");
      parameters.put("minptime", "10");
    }
    return new SdpFormat(
        format.payloadType(),
        format.encoding(),
        format.clockRate(),
        format.channels(),
        parameters,
        SdpTerms.feedback(format, transportCc()));
  }
}
