package dev.croupier.loadtest.app;

import dev.croupier.gateway.app.Config;
import dev.croupier.gateway.app.ConfigLoader;
import dev.croupier.gateway.app.Gateway;
import dev.croupier.gateway.app.Ground;
import dev.croupier.loadtest.studio.GatewayApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A gateway in demo mode with one or two tables of 360p, on free ports, in this process. */
final class TestHouse implements AutoCloseable {
  /** One roulette table with two cameras. */
  static final String ROULETTE =
      """
      tables:
        - id: roulette-1
          game: roulette
          signals: [cam-a, cam-b]
          slate: {codec: h264, width: 640, height: 360, fps: 30}
      """;

  private final Ground ground;
  private final URI address;
  private final HttpClient http = HttpClient.newHttpClient();
  private House house;

  private TestHouse(Ground ground, URI address) {
    this.ground = ground;
    this.address = address;
  }

  /** Opens a gateway whose data lies in a folder; no cameras yet. */
  static TestHouse open(Path data, String yaml) throws Exception {
    Files.createDirectories(data);
    Path file = Files.writeString(data.resolveSibling(data.getFileName() + ".yaml"), yaml);
    Map<String, String> environment = new HashMap<>();
    environment.put("CROUPIER_DATA_DIR", data.toString());
    environment.put("CROUPIER_DEMO_ENABLED", "true");
    for (String port :
        new String[] {"HTTP_PORT", "MEDIA_PORT", "ADMIN_PORT", "TIME_NTP_PORT", "TIME_HTTP_PORT"}) {
      environment.put("CROUPIER_" + port, "0");
    }
    Config config = ConfigLoader.load(file, environment);
    Ground ground = Ground.open(config, environment);
    try {
      URI address = Gateway.start(ground);
      ground.opened();
      return new TestHouse(ground, address);
    } catch (Exception e) {
      ground.close();
      throw e;
    }
  }

  /** Starts the cameras, 360p. */
  House startHouse() throws IOException {
    house =
        House.open(
            address,
            ground.clock(),
            ground.random(),
            Seed.in(ground.data().path(), ground.random()),
            ground.config().tables(),
            new House.Settings(true, 8_000, true));
    house.start();
    return house;
  }

  /** The address of its pages. */
  URI address() {
    return address;
  }

  /** What it stands on. */
  Ground ground() {
    return ground;
  }

  /** Where the module player-overlay puts its builds. */
  static Path builds() {
    return Path.of(System.getProperty("croupier.builds", "../player-overlay/target/builds"));
  }

  /** Its HTTP door. */
  GatewayApi api() {
    return new GatewayApi(address, http);
  }

  @Override
  public void close() throws IOException {
    if (house != null) {
      house.close();
    }
    ground.close();
    http.close();
  }
}
