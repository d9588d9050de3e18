package dev.croupier.gateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.croupier.gateway.media.http.IceServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The STUN and TURN servers that clients are told, with the secrets that files hold. */
final class IceServersConfig {
  /** Of a secret shared with TURN servers; coturn takes any. */
  private static final int LEAST_SECRET = 16;

  private IceServersConfig() {}

  /**
   * Reads what the keys name.
   *
   * @throws ConfigException where a file cannot be read or does not hold what it should
   */
  static IceServers of(MediaConfig media) {
    if (!media.turnSecretFile().isEmpty()) {
      String secret = read("media.turnSecretFile", media.turnSecretFile());
      if (secret.length() < LEAST_SECRET) {
        throw new ConfigException(
            "media.turnSecretFile: expected one line of " + LEAST_SECRET + " characters or more");
      }
      return IceServers.timed(media.iceServers(), secret.getBytes(UTF_8), media.turnTtlSeconds());
    }
    String credential =
        media.turnCredentialFile().isEmpty()
            ? ""
            : read("media.turnCredentialFile", media.turnCredentialFile());
    return new IceServers(media.iceServers(), media.turnUsername(), credential);
  }

  private static String read(String key, String file) {
    String text;
    try {
      text = Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new ConfigException(key + ": " + file + " cannot be read");
    }
    if (text.isEmpty() || !IceServers.isWord(text)) {
      // The text itself must not be shown.
      throw new ConfigException(key + ": expected one line of ASCII");
    }
    return text;
  }
}
