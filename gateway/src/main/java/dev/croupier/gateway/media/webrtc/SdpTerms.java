package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.ProfileLevelId;
import dev.croupier.gateway.media.codec.ProfileLevelId.Profile;
import dev.croupier.gateway.media.rtp.Parse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which payload type and feedback of a section suit us. Pure. */
final class SdpTerms {
  static final String NACK = "nack";
  static final String PLI = "nack pli";
  static final String FIR = "ccm fir";
  static final String TRANSPORT_CC = "transport-cc";
  static final String REMB = "goog-remb";

  private static final Set<String> KNOWN = Set.of(NACK, PLI, FIR, TRANSPORT_CC, REMB);
  private static final String MODE = "packetization-mode";
  private static final String PROFILE = "profile-level-id";

  /**
   * Labels under which a profile may be sent, best first: itself, those that contain it, and last
   * those that do not: players decode by the SPS and not by the label (tried with Chromium: high
   * without B-frames labelled 42e01f).
   */
  private static final Map<Profile, List<Profile>> LABELS =
      Map.of(
          Profile.CONSTRAINED_BASELINE,
              List.of(
                  Profile.CONSTRAINED_BASELINE,
                  Profile.BASELINE,
                  Profile.MAIN,
                  Profile.CONSTRAINED_HIGH,
                  Profile.HIGH,
                  Profile.HIGH_444_PREDICTIVE),
          Profile.BASELINE,
              List.of(
                  Profile.BASELINE,
                  Profile.CONSTRAINED_BASELINE,
                  Profile.MAIN,
                  Profile.CONSTRAINED_HIGH,
                  Profile.HIGH,
                  Profile.HIGH_444_PREDICTIVE),
          Profile.MAIN,
              List.of(
                  Profile.MAIN,
                  Profile.HIGH,
                  Profile.CONSTRAINED_HIGH,
                  Profile.HIGH_444_PREDICTIVE,
                  Profile.CONSTRAINED_BASELINE,
                  Profile.BASELINE),
          Profile.CONSTRAINED_HIGH,
              List.of(
                  Profile.CONSTRAINED_HIGH,
                  Profile.HIGH,
                  Profile.HIGH_444_PREDICTIVE,
                  Profile.MAIN,
                  Profile.CONSTRAINED_BASELINE,
                  Profile.BASELINE),
          Profile.HIGH,
              List.of(
                  Profile.HIGH,
                  Profile.CONSTRAINED_HIGH,
                  Profile.HIGH_444_PREDICTIVE,
                  Profile.MAIN,
                  Profile.CONSTRAINED_BASELINE,
                  Profile.BASELINE),
          Profile.HIGH_444_PREDICTIVE,
              List.of(
                  Profile.HIGH_444_PREDICTIVE,
                  Profile.HIGH,
                  Profile.CONSTRAINED_HIGH,
                  Profile.MAIN,
                  Profile.CONSTRAINED_BASELINE,
                  Profile.BASELINE));

  private SdpTerms() {}

  /**
   * The best H.264 payload type in which our packets (FU-A, STAP-A: mode 1) may be sent, or null.
   */
  static SdpFormat h264ToSend(SdpMedia media, ProfileLevelId profile) {
    return bestH264(media, profile, "1");
  }

  /** The best H.264 payload type to ask a sender for: mode 1 before mode 0, or null. */
  static SdpFormat h264ToReceive(SdpMedia media, ProfileLevelId profile) {
    SdpFormat best = bestH264(media, profile, "1");
    return best != null ? best : bestH264(media, profile, "0");
  }

  /** The first payload type of a codec that has no variants, or null. */
  static SdpFormat plain(SdpMedia media, Codec codec) {
    String name = codec == Codec.OPUS ? "opus" : codec.name();
    for (SdpFormat format : media.formats()) {
      if (format.is(name, codec.clockRate())) {
        return format;
      }
    }
    return null;
  }

  /** What the other side offered as feedback and we know, without transport-cc where unwanted. */
  static Set<String> feedback(SdpFormat format, boolean transportCc) {
    Set<String> common = new TreeSet<>(format.feedback());
    common.retainAll(KNOWN);
    if (!transportCc) {
      common.remove(TRANSPORT_CC);
    }
    return common;
  }

  /** {@code profile-level-id} of a format; the RFC's default where it has none or a broken one. */
  static ProfileLevelId profile(SdpFormat format) {
    String hex = format.parameters().get(PROFILE);
    if (hex == null) {
      return ProfileLevelId.DEFAULT;
    }
    return switch (ProfileLevelId.parse(hex)) {
      case Parse.Parsed<ProfileLevelId>(ProfileLevelId id) -> id;
      case Parse.Rejected<ProfileLevelId> _ -> ProfileLevelId.DEFAULT;
    };
  }

  private static SdpFormat bestH264(SdpMedia media, ProfileLevelId profile, String mode) {
    List<Profile> labels =
        LABELS.getOrDefault(profile.profile(), LABELS.get(Profile.HIGH_444_PREDICTIVE));
    SdpFormat best = null;
    int bestRank = Integer.MAX_VALUE;
    for (SdpFormat format : media.formats()) {
      if (!format.is("H264", Codec.H264.clockRate())
          || !format.parameters().getOrDefault(MODE, "0").equals(mode)) {
        continue;
      }
      int at = labels.indexOf(profile(format).profile());
      int rank = at < 0 ? labels.size() : at;
      if (rank < bestRank) {
        best = format;
        bestRank = rank;
      }
    }
    return best;
  }
}
