package dev.croupier.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.http.JwtTokens;
import dev.croupier.gateway.http.Principal;
import dev.croupier.gateway.http.Role;
import dev.croupier.gateway.http.TokenSecret;
import dev.croupier.time.clock.SystemTableClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GatewayCommandTest {
  private static final String SECRET = "ab".repeat(32);

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest
  @ValueSource(strings = {"--help", "serve --help", "token --help", "config --help"})
  void helpIsEverywhere(String arguments) {
    assertEquals(0, run(Map.of(), arguments.split(" ")));
    assertTrue(text(out).contains("Usage: gateway"), text(out));
  }

  @Test
  void theVersionIsTheBuild() {
    assertEquals(0, run(Map.of(), "--version"));
    assertTrue(text(out).matches("(?s)croupier-gateway-\\d+\\.\\d+\\.\\d+.*\\(contract 1\\)\\s*"));
  }

  @Test
  void exitCodesAreDocumented() {
    run(Map.of(), "--help");
    assertTrue(text(out).contains("Exit codes:"), text(out));
    assertTrue(text(out).contains("wrong usage or configuration"), text(out));
  }

  @Test
  void aTokenIsPrintedAndNothingElse() {
    int code =
        run(
            Map.of("CROUPIER_AUTH_SECRET", SECRET),
            "token",
            "--role",
            "dealer",
            "--subject",
            "eve");
    assertEquals(0, code, text(err));
    Principal eve =
        new JwtTokens(
                TokenSecret.fromHex(SECRET), "croupier", SystemTableClock.start(new SecureRandom()))
            .verify(text(out).strip());
    assertEquals("eve", eve.subject());
    assertTrue(eve.has(Role.DEALER));
    assertFalse(text(err).contains(SECRET));
  }

  @Test
  void withoutASecretThereIsNoToken() {
    int code =
        run(
            Map.of("CROUPIER_DATA_DIR", folder.toString()),
            "token",
            "--role",
            "dealer",
            "--subject",
            "eve");
    assertEquals(2, code);
    assertOneLine("no secret yet");
  }

  @Test
  void aBrokenSecretIsNotShown() {
    int code =
        run(
            Map.of("CROUPIER_AUTH_SECRET", "hunter2"),
            "token",
            "--role",
            "dealer",
            "--subject",
            "eve");
    assertEquals(2, code);
    assertOneLine("CROUPIER_AUTH_SECRET: expected 64 or more hexadecimal digits");
    assertFalse(text(err).contains("hunter2"));
  }

  @Test
  void theConfigurationInForceIsPrintedWithoutSecrets() {
    int code = run(Map.of("CROUPIER_AUTH_SECRET", SECRET, "CROUPIER_HTTP_PORT", "9999"), "config");
    assertEquals(0, code);
    assertTrue(text(out).contains("port: 9999"), text(out));
    assertFalse(text(out).contains(SECRET));
  }

  @Test
  void anUnknownKeyIsOneLineAndUsage() throws Exception {
    Path file = java.nio.file.Files.writeString(folder.resolve("c.yaml"), "http: {prot: 1}\n");
    assertEquals(2, run(Map.of(), "serve", "--config", file.toString()));
    assertOneLine(
        "gateway: unknown configuration key 'http.prot'; the nearest known one is 'http.port'");
  }

  @Test
  void anUnknownOptionIsUsage() {
    assertEquals(2, run(Map.of(), "serve", "--colour"));
  }

  @Test
  void theGroundOpensItsAdminDoorAndClosesIt() throws Exception {
    Config config =
        ConfigLoader.load(
            null,
            Map.of(
                "CROUPIER_DATA_DIR", folder.toString(),
                "CROUPIER_ADMIN_PORT", "0",
                "CROUPIER_DEMO_ENABLED", "true"));
    int port;
    try (Ground ground = Ground.open(config, Map.of());
        HttpClient client = HttpClient.newHttpClient()) {
      port = ground.admin().port();
      assertEquals(200, get(client, port, "/healthz").statusCode());
      HttpResponse<String> notYet = get(client, port, "/readyz");
      assertEquals(503, notYet.statusCode());
      assertTrue(notYet.body().contains("\"doors\":\"not open\""), notYet.body());
      ground.opened();
      assertEquals(200, get(client, port, "/readyz").statusCode());
      ground.readiness().add("store", () -> "replaying");
      assertTrue(get(client, port, "/readyz").body().contains("replaying"));
      ground.httpListener().refused("/ws", 403, "forbidden");
      HttpResponse<String> metrics = get(client, port, "/metrics");
      assertTrue(metrics.headers().firstValue("Content-Type").orElseThrow().contains("0.0.4"));
      assertTrue(
          metrics
              .body()
              .lines()
              .anyMatch(
                  line ->
                      line.startsWith("http_refusals_requests_total{")
                          && line.contains("buildId=\"croupier-gateway-")
                          && line.contains("contractVer=\"1\"")
                          && line.contains("code=\"forbidden\"")),
          metrics.body());
      assertTrue(metrics.body().contains("jvm_memory_used_bytes"));
    }
    try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertEquals(port, free.getLocalPort());
    }
  }

  private static HttpResponse<String> get(HttpClient client, int port, String path)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private int run(Map<String, String> environment, String... arguments) {
    return GatewayCommand.run(
        arguments,
        environment,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        ground -> URI.create("http://unused"));
  }

  private void assertOneLine(String part) {
    assertTrue(text(err).contains(part), text(err));
    assertEquals(1, text(err).lines().count(), text(err));
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
