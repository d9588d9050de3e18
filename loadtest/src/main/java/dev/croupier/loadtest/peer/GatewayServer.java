package dev.croupier.loadtest.peer;

import dev.croupier.loadtest.studio.GatewayApi;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** This gateway in demo mode, from the same class path, with one table and one camera. */
final class GatewayServer implements ServerUnderTest {
  private static final String MAIN = "dev.croupier.gateway.app.Main";

  /** What the launchers add to the options of Java. */
  private static final String OPTIONS = "CROUPIER_JAVA_OPTS";

  private static final Pattern READY = Pattern.compile("^ready (http://\\S+)$", Pattern.MULTILINE);
  private static final String TABLE = "ruler-1";
  private static final String SIGNAL = "feed";
  private static final List<String> PORTS =
      List.of("HTTP_PORT", "MEDIA_PORT", "ADMIN_PORT", "TIME_NTP_PORT", "TIME_HTTP_PORT");
  private static final String TABLES =
      """
      tables:
        - id: %s
          game: roulette
          signals: [%s]
          slate: {codec: h264, width: 1280, height: 720, fps: 30}
          timing: {cutThrough: %s}
      """;

  private final String name;
  private final ServerProcess process;
  private final URI address;
  private final WhipInlet.Client client;
  private final GatewayApi api;

  private GatewayServer(String name, ServerProcess process, URI address, WhipInlet.Client client) {
    this.name = name;
    this.process = process;
    this.address = address;
    this.client = client;
    this.api = new GatewayApi(address, client.http());
  }

  static GatewayServer start(String name, int core, boolean cutThrough, WhipInlet.Client client)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("croupier-ruler-");
    Path config =
        Files.writeString(
            folder.resolve("gateway.yaml"), TABLES.formatted(TABLE, SIGNAL, cutThrough));
    Map<String, String> environment = new HashMap<>();
    PORTS.forEach(port -> environment.put("CROUPIER_" + port, "0"));
    environment.put("CROUPIER_LOG_LEVEL", "warn");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // As its launcher starts it: with these, then with what the environment adds.
    command.addAll(
        List.of(
            "-Xms512m",
            "-XX:SoftMaxHeapSize=512m",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseZGC",
            "-XX:-OmitStackTraceInFastThrow",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(optionsOf(System.getenv(OPTIONS)));
    command.addAll(
        List.of(
            "-cp",
            absolute(System.getProperty("java.class.path")),
            MAIN,
            "serve",
            "--demo",
            "--config",
            config.toString(),
            "--data",
            folder.resolve("data").toString()));
    ServerProcess process = ServerProcess.start("the gateway", core, folder, command, environment);
    try {
      process.await(() -> READY.matcher(process.log()).find());
      Matcher ready = READY.matcher(process.log());
      if (!ready.find()) {
        throw new IllegalStateException("a log that was written cannot be gone");
      }
      return new GatewayServer(name, process, URI.create(ready.group(1) + "/"), client);
    } catch (IOException | InterruptedException e) {
      process.close();
      throw e;
    }
  }

  private static List<String> optionsOf(String words) {
    return words == null || words.isBlank() ? List.of() : List.of(words.strip().split("\\s+"));
  }

  /** The process runs in another folder: relative entries would point nowhere. */
  private static String absolute(String classPath) {
    StringBuilder all = new StringBuilder();
    for (String entry : classPath.split(":", -1)) {
      String path = entry.isEmpty() ? "." : entry;
      all.append(all.isEmpty() ? "" : ":").append(Path.of(path).toAbsolutePath());
    }
    return all.toString();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public URI whep() {
    return address.resolve("/whep/" + TABLE);
  }

  @Override
  public String token() throws IOException, InterruptedException {
    return api.demoToken("player", "ruler");
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public Optional<JvmMeter> threads() throws IOException {
    return Optional.of(JvmMeter.attach(pid()));
  }

  @Override
  public Inlet publish(Publishing how) throws IOException, InterruptedException {
    return WhipInlet.publish(
        address.resolve("/whip/" + TABLE + "/" + SIGNAL),
        api.demoToken("publisher", "ruler"),
        client,
        how);
  }

  @Override
  public void close() {
    process.close();
  }
}
