package dev.croupier.loadtest.app;

import dev.croupier.gateway.app.Config;
import dev.croupier.gateway.app.ConfigLoader;
import dev.croupier.gateway.app.Gateway;
import dev.croupier.gateway.app.Ground;
import dev.croupier.gateway.app.Logging;
import dev.croupier.loadtest.plan.HousePlan;
import dev.croupier.loadtest.plan.Scenario;
import dev.croupier.loadtest.studio.BuildPublisher;
import dev.croupier.loadtest.studio.Studio;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A whole house for one run, in this process: gateway on free ports, one table, its cameras and
 * dealer, a data folder that goes away with it.
 */
final class OwnHouse implements AutoCloseable {
  private static final List<String> PORTS =
      List.of("HTTP_PORT", "MEDIA_PORT", "ADMIN_PORT", "TIME_HTTP_PORT");
  private static final String TABLES =
      """
      tables:
        - id: %s
          game: %s
          signals: [%s]
          slate: {codec: h264, width: 640, height: 360, fps: 30}
      """;

  /** What a small camera is before its own words. */
  private static final List<String> SMALL = List.of("360p30", "bitrate=700k");

  private final Path folder;
  private final Ground ground;
  private final URI address;
  private final InetSocketAddress ntp;
  private final House house;

  private OwnHouse(Path folder, Ground ground, URI address, InetSocketAddress ntp, House house) {
    this.folder = folder;
    this.ground = ground;
    this.address = address;
    this.ntp = ntp;
    this.house = house;
  }

  /**
   * Opens it with the scenario's table and cameras; these and the dealer begin at once. A table
   * whose name begins with {@code baccarat} deals that, any other is roulette.
   */
  static OwnHouse open(Scenario scenario) throws Exception {
    HousePlan plan = scenario.house();
    String table = scenario.table();
    House.Settings settings =
        new House.Settings(plan.small(), plan.bettingMs(), true, described(table, plan));
    Path folder = Files.createTempDirectory("croupier-run-");
    Ground ground = null;
    try {
      Path file =
          Files.writeString(
              folder.resolve("house.yaml"),
              TABLES.formatted(
                  table,
                  table.startsWith("baccarat") ? "baccarat" : "roulette",
                  String.join(", ", plan.cameras().keySet())));
      Map<String, String> environment = new HashMap<>();
      PORTS.forEach(port -> environment.put("CROUPIER_" + port, "0"));
      InetSocketAddress ntp =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), freeUdpPort());
      environment.put("CROUPIER_TIME_NTP_PORT", Integer.toString(ntp.getPort()));
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
      return new OwnHouse(folder, ground, address, ntp, house);
    } catch (Exception e) {
      if (ground != null) {
        ground.close();
      }
      delete(folder);
      throw e;
    }
  }

  /** Cameras of which the plan says anything, by {@code table/signal}. */
  static Map<String, List<String>> described(String table, HousePlan plan) {
    Map<String, List<String>> described = new HashMap<>();
    plan.cameras()
        .forEach(
            (signal, own) -> {
              List<String> words = new ArrayList<>(plan.small() ? small(own) : List.of());
              words.addAll(own);
              if (!own.isEmpty()) {
                described.put(table + "/" + signal, words);
              }
            });
    return described;
  }

  /** A browser chooses its bit rate by itself. */
  private static List<String> small(List<String> own) {
    return Described.parse(own).by() == Described.Publisher.CHROMIUM ? SMALL.subList(0, 1) : SMALL;
  }

  /** Where its doors are. */
  URI address() {
    return address;
  }

  /** Where it serves time over NTP. */
  InetSocketAddress ntp() {
    return ntp;
  }

  /** The gateway does not say which port it took for time, so it is told one that was free. */
  private static int freeUdpPort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Which build of the gateway it is. */
  String build() {
    return "croupier gateway, " + ground.build().buildId();
  }

  /** Its table time. */
  TableClock clock() {
    return ground.clock();
  }

  /** Publishes the player builds that lie in the build's folder, the oldest becomes current. */
  void publishBuilds() throws IOException, InterruptedException {
    BuildPublisher.publish(
        house.studio().api(),
        Path.of(System.getProperty("croupier.builds", "player-overlay/target/builds")));
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
