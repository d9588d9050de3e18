package dev.croupier.gateway.control.release;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/** Hashes of files: Subresource Integrity (W3C) and names. */
final class Integrity {
  private static final Map<String, String> ALGORITHMS =
      Map.of("sha256", "SHA-256", "sha384", "SHA-384", "sha512", "SHA-512");

  private Integrity() {}

  /** Whether a list of hashes is well formed and every one of them is the bytes' own. */
  static boolean holds(String integrity, byte[] bytes) {
    String[] hashes = integrity.strip().split("\\s+");
    for (String hash : hashes) {
      int dash = hash.indexOf('-');
      String algorithm = dash < 0 ? null : ALGORITHMS.get(hash.substring(0, dash));
      if (algorithm == null) {
        return false;
      }
      String actual = Base64.getEncoder().encodeToString(digest(algorithm, bytes));
      if (!actual.equals(hash.substring(dash + 1))) {
        return false;
      }
    }
    return true;
  }

  /** SHA-256 in hexadecimal digits. */
  static String sha256(byte[]... parts) {
    return HexFormat.of().formatHex(digest("SHA-256", parts));
  }

  private static byte[] digest(String algorithm, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has it", e);
    }
  }
}
