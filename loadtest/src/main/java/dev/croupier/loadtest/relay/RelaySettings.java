package dev.croupier.loadtest.relay;

import dev.croupier.loadtest.plan.ScenarioException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Between whom a relay stands. Immutable.
 *
 * @param to the server's HTTP address, {@code http://host:port}; TLS could not be looked into
 * @param media the server's UDP address; empty: learned from the candidates of its WHEP and WHIP
 *     answers, most preferred first, those on the host of {@code to} before others
 * @param http where clients find it over TCP; port 0 for any
 * @param datagrams where clients find it over UDP; port 0 for any
 * @param maxFlows UDP clients at a time, 1–60,000; packets of others are dropped
 * @param maxConnections TCP connections at a time, 1–60,000; others are closed at once
 * @param maxHeldBytes that may be under way at a time, 1 MiB or more; datagrams beyond are dropped,
 *     streams wait
 * @param idle a UDP client that says and hears nothing for so long is forgotten, 100 ms or more
 */
public record RelaySettings(
    URI to,
    Optional<InetSocketAddress> media,
    InetSocketAddress http,
    InetSocketAddress datagrams,
    int maxFlows,
    int maxConnections,
    long maxHeldBytes,
    Duration idle) {
  private static final int MAX_CLIENTS = 60_000;
  private static final int FLOWS = 8_192;
  private static final int CONNECTIONS = 16_384;
  private static final long HELD_BYTES = 512L << 20;
  private static final long LEAST_HELD_BYTES = 1 << 20;
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final Duration LEAST_IDLE = Duration.ofMillis(100);
  private static final int HTTP_PORT = 80;

  /** Checks what can be checked without asking anybody. */
  public RelaySettings {
    check(
        "http".equals(to.getScheme()) && to.getHost() != null,
        "to: http://host:port is needed, not '" + to + "'");
    check(maxFlows >= 1 && maxFlows <= MAX_CLIENTS, "maxFlows: 1 to 60000");
    check(maxConnections >= 1 && maxConnections <= MAX_CLIENTS, "maxConnections: 1 to 60000");
    check(maxHeldBytes >= LEAST_HELD_BYTES, "maxHeldBytes: 1 MiB or more");
    check(idle.compareTo(LEAST_IDLE) >= 0, "idle: 100 ms or more");
  }

  /** On free ports of this machine's loopback, the server's media address to be learned. */
  public static RelaySettings to(URI server) {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new RelaySettings(
        server, Optional.empty(), any, any, FLOWS, CONNECTIONS, HELD_BYTES, IDLE);
  }

  /** The same with the server's UDP address. */
  public RelaySettings withMedia(InetSocketAddress address) {
    return new RelaySettings(
        to, Optional.of(address), http, datagrams, maxFlows, maxConnections, maxHeldBytes, idle);
  }

  /** The same at these addresses. */
  public RelaySettings at(InetSocketAddress forHttp, InetSocketAddress forDatagrams) {
    return new RelaySettings(
        to, media, forHttp, forDatagrams, maxFlows, maxConnections, maxHeldBytes, idle);
  }

  /** The same with other limits. */
  public RelaySettings withLimits(int flows, int connections, long heldBytes, Duration idleFor) {
    return new RelaySettings(to, media, http, datagrams, flows, connections, heldBytes, idleFor);
  }

  /** The server's HTTP port. */
  int toPort() {
    return to.getPort() < 0 ? HTTP_PORT : to.getPort();
  }

  private static void check(boolean fine, String complaint) {
    if (!fine) {
      throw new ScenarioException(complaint);
    }
  }
}
