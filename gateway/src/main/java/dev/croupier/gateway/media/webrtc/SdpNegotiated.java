package dev.croupier.gateway.media.webrtc;

import java.util.List;

/**
 * What two descriptions agree on.
 *
 * @param local this side's description as text: the answer; for {@link SdpOffers#accept} empty,
 *     because the offer has gone out already
 * @param remote ICE credentials and certificate of the peer
 * @param remoteSetup the peer's {@code setup}; {@code passive} makes this side the DTLS client
 * @param remoteCandidates values of the peer's {@code a=candidate:}
 * @param video the pictures' stream, or null when the session has none
 * @param audio the sound's stream, or null when the session has none
 */
public record SdpNegotiated(
    String local,
    TransportFactory.RemoteIce remote,
    String remoteSetup,
    List<String> remoteCandidates,
    SdpStream video,
    SdpStream audio) {
  /** Copies the list. */
  public SdpNegotiated {
    remoteCandidates = List.copyOf(remoteCandidates);
  }
}
