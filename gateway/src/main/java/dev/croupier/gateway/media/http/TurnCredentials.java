package dev.croupier.gateway.media.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A user of a TURN server who was never registered there (draft-uberti-behave-turn-rest-00 section
 * 2.2, coturn's {@code use-auth-secret}): the name says until when it is good and whose it is, the
 * password proves that a holder of the shared secret has said so.
 *
 * @param username {@code seconds:principal}, the seconds since 1970
 * @param password Base64 of HMAC-SHA1(secret, username)
 */
record TurnCredentials(String username, String password) {
  private static final String HMAC = "HmacSHA1";

  /**
   * Credentials of a principal.
   *
   * @param secret shared with the TURN server, not empty
   * @param expirySeconds since 1970
   */
  static TurnCredentials of(byte[] secret, String principal, long expirySeconds) {
    String username = expirySeconds + ":" + principal;
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret, HMAC));
      byte[] proof = mac.doFinal(username.getBytes(UTF_8));
      return new TurnCredentials(username, Base64.getEncoder().encodeToString(proof));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }

  /** Names the user only: the password is in no log. */
  @Override
  public String toString() {
    return username;
  }
}
