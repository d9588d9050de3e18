package dev.croupier.gateway.media.net;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/** Certificate fingerprints as SDP writes them (RFC 8122 §5). */
final class DtlsFingerprint {
  /** Hash names of RFC 8122 that are strong enough, and the JDK's names of them. */
  private static final Map<String, String> HASHES =
      Map.of("sha-256", "SHA-256", "sha-384", "SHA-384", "sha-512", "SHA-512");

  private static final HexFormat HEX = HexFormat.ofDelimiter(":").withUpperCase();

  private DtlsFingerprint() {}

  /** {@code sha-256 AB:CD…}. */
  static String sha256(byte[] certificate) {
    return "sha-256 " + HEX.formatHex(digest("SHA-256", certificate));
  }

  /** Whether the certificate has this fingerprint; never for a hash not known or too weak. */
  static boolean matches(String expected, byte[] certificate) {
    String[] parts = expected.strip().split("\\s+", 3);
    String hash = parts.length == 2 ? HASHES.get(parts[0].toLowerCase(Locale.ROOT)) : null;
    if (hash == null) {
      return false;
    }
    String actual = HEX.formatHex(digest(hash, certificate));
    return MessageDigest.isEqual(
        actual.getBytes(StandardCharsets.US_ASCII),
        parts[1].toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] digest(String hash, byte[] data) {
    try {
      return MessageDigest.getInstance(hash).digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
