package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.codec.ProfileLevelId;
import dev.croupier.gateway.media.fanout.Show;
import dev.croupier.gateway.media.rtp.Parse;
import java.util.List;

/** Which of several shows in different codecs a viewer gets, and how it is sent. Stateless. */
final class ShowChoice {
  /** What players are told of H.264: what all of them take. */
  static final ProfileLevelId PROFILE = new ProfileLevelId(0x42, 0xE0, 31);

  /** Ourselves before there is a transport: what is agreed on does not depend on it. */
  static final SdpLocal NOBODY =
      new SdpLocal("none", "nonenonenonenonenonenone", "sha-256 00", List.of());

  private ShowChoice() {}

  /** The first one that an offer can receive; the very first for an offer that can receive none. */
  static Show of(List<? extends Show> shows, SdpDescription offer) {
    for (Show show : shows) {
      if (SdpAnswers.toViewer(offer, NOBODY, sending(show, 1), 0) instanceof Parse.Parsed) {
        return show;
      }
    }
    return shows.getFirst();
  }

  /** How a show is sent, from an SSRC of which two neighbours are taken too. */
  static SdpSending sending(Show show, long ssrc) {
    return new SdpSending(show.codec(), PROFILE, ssrc, ssrc ^ 1, ssrc ^ 2, "croupier", "program");
  }
}
