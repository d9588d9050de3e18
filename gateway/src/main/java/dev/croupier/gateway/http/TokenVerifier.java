package dev.croupier.gateway.http;

/** Checks bearer tokens (JWT, RFC 7519 under RFC 8725's advice). Any thread. */
public interface TokenVerifier {
  /**
   * The token's principal.
   *
   * @throws Problem 401 {@code unauthorized} for a missing, malformed, forged or expired token
   */
  Principal verify(String token);
}
