package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.croupier.gateway.app.Config;
import dev.croupier.gateway.app.ConfigLoader;
import dev.croupier.gateway.app.Gateway;
import dev.croupier.gateway.app.Ground;
import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.gateway.media.peer.WhepPlayer;
import dev.croupier.gateway.media.peer.WhipPublisher;
import dev.croupier.loadtest.studio.CameraPlan;
import dev.croupier.loadtest.studio.CameraStation;
import dev.croupier.loadtest.studio.GatewayApi;
import dev.croupier.loadtest.studio.RoundState;
import dev.croupier.loadtest.studio.TestCard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

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

  private static final long AWAIT_MICROS = 60_000_000;
  private static final long POLL_NANOS = 50_000_000;

  private final Ground ground;
  private final URI address;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("test-studio").daemon().factory());
  private final List<Runnable> closing = new ArrayList<>();
  private final AtomicInteger cuts = new AtomicInteger();
  private ClientTransports transports;
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

  /** A camera with a test card, 360p30, not started. */
  CameraStation testCard(String path, int cameraId) {
    return testCard(path, cameraId, "360p30", "bitrate=700k");
  }

  /** A camera with a test card, described by words, not started. */
  CameraStation testCard(String path, int cameraId, String... words) {
    return camera(path, cameraId, (width, height) -> new TestCard(width, height, path), words);
  }

  /** A camera that sees what a test wants, described by words, not started. */
  CameraStation camera(String path, int cameraId, CameraStation.Lens lens, String... words) {
    CameraStation station =
        new CameraStation(
            path,
            cameraId,
            CameraPlan.parse(List.of(words)),
            lens,
            () -> RoundState.NONE,
            new CameraStation.Network(
                address,
                () -> api().demoToken("publisher", "studio"),
                http,
                transports(),
                ground.clock(),
                scheduler,
                ground.random()),
            new SplittableRandom(cameraId));
    closing.addFirst(station::close);
    return station;
  }

  /** What publishers of the tests' own connect with. */
  ClientTransports transports() {
    if (transports == null) {
      transports =
          new ClientTransports(
              1, InetAddress.getLoopbackAddress(), ground.clock(), ground.random());
      closing.addLast(transports::close);
    }
    return transports;
  }

  /** Reads again and again until the answer is as wanted, for a minute at most. */
  JsonNode await(String path, String token, Predicate<JsonNode> wanted) throws Exception {
    long deadline = ground.clock().nowMicros() + AWAIT_MICROS;
    JsonNode now;
    do {
      now = api().get(path, token).body();
      if (wanted.test(now)) {
        return now;
      }
      LockSupport.parkNanos(POLL_NANOS);
    } while (ground.clock().nowMicros() < deadline);
    throw new AssertionError(path + " is still " + now);
  }

  /** Waits until a signal of the roulette table is in a state. */
  JsonNode awaitSignal(String name, String state) throws Exception {
    String path = "/api/v1/tables/roulette-1";
    return signal(
        await(path, null, table -> signal(table, name).path("state").asText().equals(state)), name);
  }

  /** A player's native viewer of the roulette table. */
  WhepPlayer play(String player, WhepPlayer.Listener listener) throws Exception {
    return play(address.resolve("/whep/roulette-1"), player, transports(), listener);
  }

  /** A player's native viewer of a table, by this way. */
  WhepPlayer play(URI whep, String player, ClientTransports way, WhepPlayer.Listener listener)
      throws Exception {
    return WhepPlayer.play(
        whep,
        api().demoToken("player", player),
        "",
        api().http(),
        way,
        ground.clock(),
        ground.random(),
        listener);
  }

  /** Publishes H.264 as the roulette table's first camera. */
  WhipPublisher publish(String token, WhipPublisher.Listener listener) throws Exception {
    return WhipPublisher.publish(
        address.resolve("/whip/roulette-1/cam-a"),
        token,
        "42e01f",
        api().http(),
        transports(),
        ground.clock(),
        ground.random(),
        listener);
  }

  /** Asks for a cut of the roulette table as an operator does; the answer. */
  GatewayApi.Answer cut(String to) throws IOException, InterruptedException {
    return cut(GatewayApi.object().put("to", to));
  }

  /** The same until it has ended, one way or the other; its evidence. */
  JsonNode awaitCut(String to) throws Exception {
    return awaitCut(GatewayApi.object().put("to", to));
  }

  private GatewayApi.Answer cut(ObjectNode body) throws IOException, InterruptedException {
    return api()
        .post(
            "/api/v1/tables/roulette-1/handovers",
            operator(),
            "cut-" + cuts.incrementAndGet(),
            body);
  }

  /** The same with all that can be said of it. */
  JsonNode awaitCut(ObjectNode body) throws Exception {
    GatewayApi.Answer answer = cut(body);
    assertEquals(202, answer.status(), answer.toString());
    return await(
        "/api/v1/handovers/" + answer.body().path("id").asText(),
        operator(),
        now -> !now.path("state").asText().equals("commit"));
  }

  private String operator() throws IOException, InterruptedException {
    return api().demoToken("operator", "test");
  }

  private static JsonNode signal(JsonNode table, String name) {
    for (JsonNode signal : table.path("signals")) {
      if (signal.path("signal").asText().equals(name)) {
        return signal;
      }
    }
    throw new AssertionError("no signal " + name + " in " + table);
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
    closing.forEach(Runnable::run);
    scheduler.shutdownNow();
    if (house != null) {
      house.close();
    }
    ground.close();
    http.close();
  }
}
