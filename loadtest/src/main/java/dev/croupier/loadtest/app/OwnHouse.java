package dev.croupier.loadtest.app;

import dev.croupier.gateway.app.Config;
import dev.croupier.gateway.app.ConfigLoader;
import dev.croupier.gateway.app.Gateway;
import dev.croupier.gateway.app.Ground;
import dev.croupier.gateway.app.Logging;
import dev.croupier.loadtest.plan.Scenario;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A whole house for one run, in this process: gateway on free ports, one roulette table, two small
 * cameras, short rounds, a data folder that goes away with it.
 */
final class OwnHouse implements AutoCloseable {
  private static final List<String> PORTS =
      List.of("HTTP_PORT", "MEDIA_PORT", "ADMIN_PORT", "TIME_NTP_PORT", "TIME_HTTP_PORT");
  private static final String TABLES =
      """
      tables:
        - id: %s
          game: roulette
          signals: [cam-a, cam-b]
          slate: {codec: h264, width: 640, height: 360, fps: 30}
      """;

  private final Path folder;
  private final Ground ground;
  private final URI address;

  private OwnHouse(Path folder, Ground ground, URI address) {
    this.folder = folder;
    this.ground = ground;
    this.address = address;
  }

  /** Opens it with the scenario's table; cameras and dealer begin at once. */
  static OwnHouse open(Scenario scenario) throws Exception {
    Path folder = Files.createTempDirectory("croupier-smoke-");
    Ground ground = null;
    try {
      Path file = Files.writeString(folder.resolve("house.yaml"), TABLES.formatted(scenario.table()));
      Map<String, String> environment = new HashMap<>();
      PORTS.forEach(port -> environment.put("CROUPIER_" + port, "0"));
      environment.put("CROUPIER_DATA_DIR", folder.resolve("data").toString());
      environment.put("CROUPIER_DEMO_ENABLED", "true");
      environment.put("CROUPIER_LOG_FORMAT", "text");
      environment.put("CROUPIER_LOG_LEVEL", "warn");
      Config config = ConfigLoader.load(file, environment);
      ground = Ground.open(config, environment);
      Logging.start(config.log(), ground.build());
      URI address = Gateway.start(ground);
      ground.opened();
      ground
          .lifecycle()
          .add(
              "studio",
              House.open(
                  address,
                  ground.clock(),
                  ground.random(),
                  Seed.in(ground.data().path(), ground.random()),
                  config.tables(),
                  new House.Settings(
                      scenario.house().small(), scenario.house().bettingMs(), true)))
          .start();
      return new OwnHouse(folder, ground, address);
    } catch (Exception e) {
      if (ground != null) {
        ground.close();
      }
      delete(folder);
      throw e;
    }
  }

  /** Where its doors are. */
  URI address() {
    return address;
  }

  /** Which build of the gateway it is. */
  String build() {
    return "croupier gateway, " + ground.build().buildId();
  }

  /** Its table time. */
  TableClock clock() {
    return ground.clock();
  }

  @Override
  public void close() throws IOException {
    ground.close();
    delete(folder);
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }
}
