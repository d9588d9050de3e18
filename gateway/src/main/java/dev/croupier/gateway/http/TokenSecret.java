package dev.croupier.gateway.http;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * The key that signs the house's own tokens, at least {@value #MIN_BYTES} bytes (RFC 7518, section
 * 3.2). Never shown: {@link #toString} says nothing of it.
 */
public final class TokenSecret {
  /** HS256's hash length, bytes. */
  public static final int MIN_BYTES = 32;

  private final byte[] bytes;

  private TokenSecret(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * A secret made elsewhere.
   *
   * @throws IllegalArgumentException if it is too short
   */
  public static TokenSecret of(byte[] bytes) {
    if (bytes.length < MIN_BYTES) {
      throw new IllegalArgumentException(
          "a token secret has at least " + MIN_BYTES + " bytes, this one " + bytes.length);
    }
    return new TokenSecret(bytes.clone());
  }

  /**
   * A fresh one.
   *
   * @param random a secure one, where tokens are worth anything
   */
  public static TokenSecret random(RandomGenerator random) {
    byte[] bytes = new byte[MIN_BYTES];
    random.nextBytes(bytes);
    return new TokenSecret(bytes);
  }

  /** The hexadecimal form, to be kept in a file that only its owner reads. */
  public static TokenSecret fromHex(String text) {
    return of(HexFormat.of().parseHex(text.strip()));
  }

  /** For {@link #fromHex}. */
  public String toHex() {
    return HexFormat.of().formatHex(bytes);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenSecret that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "TokenSecret[hidden]";
  }
}
