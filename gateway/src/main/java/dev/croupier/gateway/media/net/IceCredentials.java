package dev.croupier.gateway.media.net;

import dev.croupier.gateway.media.webrtc.TransportFactory.LocalIce;
import java.util.random.RandomGenerator;

/**
 * Draws user fragments of 60 bits and passwords of 144 bits from ICE's alphabet (RFC 8839 §5.4 asks
 * for 24 and 128). Any thread, as long as the generator allows it.
 */
public final class IceCredentials {
  private static final String ICE_CHARS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final int UFRAG_CHARS = 10;
  private static final int PASSWORD_CHARS = 24;

  private final RandomGenerator random;

  /** Draws from this generator; outside tests it is a {@link java.security.SecureRandom}. */
  public IceCredentials(RandomGenerator random) {
    this.random = random;
  }

  /** Fresh credentials. */
  public LocalIce next() {
    return new LocalIce(draw(UFRAG_CHARS), draw(PASSWORD_CHARS));
  }

  private String draw(int chars) {
    StringBuilder text = new StringBuilder(chars);
    for (int i = 0; i < chars; i++) {
      text.append(ICE_CHARS.charAt(random.nextInt(ICE_CHARS.length())));
    }
    return text.toString();
  }
}
