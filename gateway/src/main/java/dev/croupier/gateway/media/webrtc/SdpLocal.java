package dev.croupier.gateway.media.webrtc;

import java.util.List;

/**
 * What this side says of its transport, the same in all sections of a description.
 *
 * @param ufrag ICE user fragment
 * @param password ICE password
 * @param fingerprint {@code sha-256 AB:CD…}
 * @param candidates values of {@code a=candidate:}, all there will be
 */
public record SdpLocal(String ufrag, String password, String fingerprint, List<String> candidates) {
  /** Copies the list. */
  public SdpLocal {
    candidates = List.copyOf(candidates);
  }
}
