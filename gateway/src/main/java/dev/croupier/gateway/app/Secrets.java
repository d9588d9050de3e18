package dev.croupier.gateway.app;

import dev.croupier.gateway.http.TokenSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Where the key that signs tokens comes from: the environment ({@code CROUPIER_AUTH_SECRET}), the
 * file of {@code auth.secretFile}, or the data folder, which makes its own once. In demo mode, when
 * nothing is given, it is random and dies with the process.
 */
final class Secrets {
  private static final String KEPT_AS = "token.secret";

  private Secrets() {}

  /** The secret of a gateway that holds its data folder. */
  static TokenSecret forServing(
      Config config, Map<String, String> environment, DataFolder data, RandomGenerator random)
      throws IOException {
    TokenSecret given = given(config, environment);
    if (given != null) {
      return given;
    }
    if (config.demo().enabled()) {
      return TokenSecret.random(random);
    }
    return parse(
        "data folder's " + KEPT_AS, data.keep(KEPT_AS, () -> TokenSecret.random(random).toHex()));
  }

  /** The same one, read beside a gateway that runs. */
  static TokenSecret forMinting(Config config, Map<String, String> environment) throws IOException {
    TokenSecret given = given(config, environment);
    if (given != null) {
      return given;
    }
    Path kept = Path.of(config.data().dir()).resolve(KEPT_AS);
    try {
      return parse(kept.toString(), Files.readString(kept));
    } catch (NoSuchFileException e) {
      throw new ConfigException(
          kept
              + ": no secret yet; start the gateway once, or set auth.secretFile (in demo mode ask"
              + " POST /api/v1/demo/tokens)");
    }
  }

  private static TokenSecret given(Config config, Map<String, String> environment)
      throws IOException {
    String variable = environment.get(ConfigLoader.SECRET_VARIABLE);
    if (variable != null) {
      return parse(ConfigLoader.SECRET_VARIABLE, variable);
    }
    String file = config.auth().secretFile();
    if (file.isEmpty()) {
      return null;
    }
    try {
      return parse("auth.secretFile " + file, Files.readString(Path.of(file)));
    } catch (NoSuchFileException e) {
      throw new ConfigException("auth.secretFile: there is no " + file);
    }
  }

  private static TokenSecret parse(String where, String text) {
    try {
      return TokenSecret.fromHex(text);
    } catch (IllegalArgumentException e) {
      // The text itself must not be shown.
      throw new ConfigException(
          where + ": expected " + 2 * TokenSecret.MIN_BYTES + " or more hexadecimal digits");
    }
  }
}
