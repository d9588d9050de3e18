package dev.croupier.loadtest.app;

import dev.croupier.gateway.app.Config;
import dev.croupier.gateway.app.ConfigLoader;
import dev.croupier.gateway.app.Gateway;
import dev.croupier.gateway.app.Ground;
import dev.croupier.gateway.app.Logging;
import dev.croupier.loadtest.studio.Studio;
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
  private static final long BETTING_MILLIS = 6_000;
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
  private final House house;

  private OwnHouse(Path folder, Ground ground, URI address, House house) {
    this.folder = folder;
    this.ground = ground;
    this.address = address;
    this.house = house;
  }

  /** Opens it with a table of this name; cameras and dealer begin at once. */
  static OwnHouse open(String table) throws Exception {
    return open(table, Map.of());
  }

  /**
   * The same with other cameras.
   *
   * @param cameras by {@code cam-a} or {@code cam-b}, the words that describe it; of one that is
   *     not named, 360p30
   */
  static OwnHouse open(String table, Map<String, List<String>> cameras) throws Exception {
    Map<String, List<String>> described = new HashMap<>();
    cameras.forEach((signal, words) -> described.put(table + "/" + signal, words));
    House.Settings settings = new House.Settings(true, BETTING_MILLIS, true, described);
    Path folder = Files.createTempDirectory("croupier-smoke-");
    Ground ground = null;
    try {
      Path file = Files.writeString(folder.resolve("house.yaml"), TABLES.formatted(table));
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
      House house =
          House.open(
              address,
              ground.clock(),
              ground.random(),
              Seed.in(ground.data().path(), ground.random()),
              config.tables(),
              settings);
      ground.lifecycle().add("studio", house).start();
      return new OwnHouse(folder, ground, address, house);
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

  /** Its table time. */
  TableClock clock() {
    return ground.clock();
  }

  /** Its cameras. */
  Studio studio() {
    return house.studio();
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
