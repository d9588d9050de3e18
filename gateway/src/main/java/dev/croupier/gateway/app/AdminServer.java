package dev.croupier.gateway.app;

import dev.croupier.gateway.http.HttpServer;
import dev.croupier.time.clock.TableClock;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The door for those who run the house: {@code /metrics} for Prometheus, {@code /healthz} (the
 * process lives), {@code /readyz} (it may be sent players).
 */
public final class AdminServer implements AutoCloseable {
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;

  private AdminServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Opens the port.
   *
   * @throws dev.croupier.gateway.http.PortTakenException if it is taken
   */
  public static AdminServer open(
      Config.Admin config,
      PrometheusMeterRegistry registry,
      Readiness readiness,
      BuildInfo build,
      TableClock clock)
      throws IOException {
    HttpServer.Builder builder =
        HttpServer.at(new InetSocketAddress(InetAddress.getByName(config.address()), config.port()))
            .clock(clock)
            .maxConnections(64)
            .portKey("admin.port");
    builder
        .routes()
        .on(
            "GET",
            "/metrics",
            exchange ->
                exchange.send(
                    200, PROMETHEUS_TEXT, registry.scrape().getBytes(StandardCharsets.UTF_8)))
        .on("GET", "/healthz", exchange -> exchange.sendJson(200, status("ok", build)))
        .on(
            "GET",
            "/readyz",
            exchange -> {
              Map<String, String> obstacles = readiness.obstacles();
              Map<String, Object> body = status(obstacles.isEmpty() ? "ready" : "not_ready", build);
              if (!obstacles.isEmpty()) {
                body.put("obstacles", obstacles);
              }
              exchange.sendJson(obstacles.isEmpty() ? 200 : 503, body);
            });
    return new AdminServer(builder.build().start());
  }

  /** The port that is open. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
  }

  private static Map<String, Object> status(String word, BuildInfo build) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", word);
    body.put("buildId", build.buildId());
    body.put("semver", build.semver());
    body.put("contractVer", build.contractVer());
    return body;
  }
}
