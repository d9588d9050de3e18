package dev.croupier.gateway.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which build this is: on every log line and every meter.
 *
 * @param buildId {@code croupier-gateway-0.1.0}, with the commit where the build was told it
 * @param semver the version of the gateway
 * @param contractVer the version of the messages to players
 */
public record BuildInfo(String buildId, String semver, int contractVer) {
  private static final String RESOURCE = "/croupier-build.properties";

  /** Reads what Maven wrote into the build. */
  public static BuildInfo load() {
    Properties properties = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the build lacks " + RESOURCE);
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new BuildInfo(
        properties.getProperty("buildId"),
        properties.getProperty("semver"),
        Integer.parseInt(properties.getProperty("contractVer")));
  }
}
