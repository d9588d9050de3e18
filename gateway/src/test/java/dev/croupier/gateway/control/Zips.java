package dev.croupier.gateway.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Builds as they are uploaded. */
public final class Zips {
  private Zips() {}

  /** A sound build of one module with the given text. */
  public static byte[] build(String game, String semver, String module) {
    return build(game, semver, module, sri(module), 1, 1);
  }

  /** A build of one module. */
  public static byte[] build(
      String game, String semver, String module, String integrity, int min, int max) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(
        "descriptor.json",
        descriptor(game, semver, "main.js", integrity, min, max).getBytes(StandardCharsets.UTF_8));
    files.put("main.js", module.getBytes(StandardCharsets.UTF_8));
    return zip(files);
  }

  public static String descriptor(
      String game, String semver, String entry, String integrity, int min, int max) {
    return """
    {"buildId":"%s-%s","semver":"%s","game":"%s","contractVer":{"min":%d,"max":%d},
     "entry":"%s","integrity":"%s","assets":[]}\
    """
        .formatted(game, semver, semver, game, min, max, entry, integrity);
  }

  public static byte[] zip(Map<String, byte[]> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue());
        out.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public static String sri(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-384").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha384-" + Base64.getEncoder().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
