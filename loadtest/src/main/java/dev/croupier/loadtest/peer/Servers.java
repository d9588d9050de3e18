package dev.croupier.loadtest.peer;

import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.time.clock.TableClock;
import java.io.File;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The servers that can be measured, by name. Any thread. */
public enum Servers {
  /** This gateway, from the class path of the tester. */
  GATEWAY("gateway", ""),
  /** The same with large pictures that leave when they are complete. */
  GATEWAY_WHOLE("gateway-whole", ""),
  /** Janus with its streaming plugin: Debian's package {@code janus}. */
  JANUS("janus", "janus"),
  /** MediaMTX: one program from its releases. */
  MEDIAMTX("mediamtx", "mediamtx");

  private final String key;
  private final String program;

  Servers(String key, String program) {
    this.key = key;
    this.program = program;
  }

  /** Its name on the command line. */
  public String key() {
    return key;
  }

  /** All names. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Servers::key).toList();
  }

  /** The server of a name. */
  public static Optional<Servers> find(String key) {
    return Arrays.stream(values()).filter(each -> each.key.equals(key)).findFirst();
  }

  /** Whether its program is on the search path. */
  public boolean installed() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return program.isEmpty()
        || Arrays.stream(path.split(File.pathSeparator, -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /**
   * Starts it, alone on a core; returns when it answers.
   *
   * @param transports of its publisher
   * @throws IOException if it does not start or is not ready in a minute, in one line
   */
  public ServerUnderTest start(
      int core,
      HttpClient http,
      ClientTransports transports,
      TableClock clock,
      RandomGenerator random)
      throws IOException, InterruptedException {
    WhipInlet.Client client = new WhipInlet.Client(http, transports, clock, random);
    return switch (this) {
      case GATEWAY, GATEWAY_WHOLE -> GatewayServer.start(key, core, this == GATEWAY, client);
      case JANUS -> JanusServer.start(core, client);
      case MEDIAMTX -> MediaMtxServer.start(core, client);
    };
  }
}
