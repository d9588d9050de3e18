package dev.croupier.loadtest.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunCommandTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return LoadtestCommand.run(
        arguments, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }

  private String complaint() {
    return err.toString(UTF_8).strip();
  }

  /** A server that answers everything alike, except what is named. */
  private static HttpServer server(String tableBody, int otherStatus) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean table = exchange.getRequestURI().getPath().startsWith("/api/v1/tables/");
          byte[] body = (table ? tableBody : "{\"code\":\"unauthorized\"}").getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(table ? 200 : otherStatus, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String address(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Test
  void smokeRunsInAHouseOfItsOwnAndPasses() throws Exception {
    Path json = folder.resolve("smoke.json");
    int exitCode = run("run", "smoke", "--seed", "7", "--json", json.toString());
    String said = out.toString(UTF_8) + err.toString(UTF_8);
    JsonNode report = new ObjectMapper().readTree(Files.readString(json));
    // A machine too busy to keep its own timers makes a run invalid, not wrong: what it found of
    // frames and money holds all the same.
    boolean overloaded = !report.path("overloads").isEmpty();
    assertEquals(overloaded ? 3 : 0, exitCode, said);
    assertEquals(exitCode, report.path("exitCode").asInt());
    assertEquals(
        overloaded ? "generator_overloaded" : "passed", report.path("verdict").asText(), said);
    assertEquals(7, report.path("environment").path("seed").asLong());
    assertEquals("process", report.path("environment").path("shares").asText());
    assertEquals(4, report.path("viewers").path("firstFrame").path("count").asInt());
    assertTrue(report.path("viewers").path("frames").path("shown").asLong() > 400, said);
    assertTrue(report.path("viewers").path("rtt").path("count").asLong() > 0);
    JsonNode money = report.path("bettors").path("money");
    assertEquals(4, money.path("settledRounds").asInt());
    assertEquals(
        money.path("accepted").asLong(),
        report.path("bettors").path("answered").path("count").asLong());
    for (String fault : List.of("unanswered", "lost", "doubled", "wrongPayouts", "wrongWallets")) {
      assertEquals(0, money.path(fault).asInt(-1), fault);
    }
    assertTrue(report.path("figures").path("bet_p95_ms").asDouble() > 0);
    assertTrue(report.path("generator").path("lag").path("count").asLong() > 100);
    assertEquals(17, report.path("objectives").size());
  }

  @Test
  void anAddressWhereNothingAnswersIsOneLineAndExit1() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertEquals(1, run("run", "smoke", "--url", "http://127.0.0.1:" + port));
    assertEquals(
        "loadtest: nothing answers at http://127.0.0.1:" + port + "/: connection refused",
        complaint());
  }

  @Test
  void aServerThatIsNoGatewayIsOneLineAndExit1() throws Exception {
    HttpServer server = server("<html>", 200);
    try {
      assertEquals(1, run("run", "smoke", "--url", address(server)));
      assertTrue(complaint().contains("is no Croupier gateway"), complaint());
      assertEquals(1, complaint().lines().count());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aRefusedTokenIsOneLineAndExit1() throws Exception {
    HttpServer server = server("{\"table\":\"roulette-1\"}", 401);
    try {
      assertEquals(
          1, run("run", "smoke", "--url", address(server), "--token", "x", "--bettors", "0"));
      assertEquals(
          "loadtest: the gateway at " + address(server) + "/ refuses the token: 401 unauthorized",
          complaint());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void anUnknownScenarioKeyNamesTheNearestAndIsExit2() throws Exception {
    Path file = Files.writeString(folder.resolve("mine.yaml"), "name: x\nviewrs: {count: 1}\n");
    assertEquals(2, run("run", file.toString()));
    assertEquals(
        "loadtest: " + file + ": unknown key 'viewrs'; did you mean 'viewers'?", complaint());
  }

  @Test
  void wrongUsageIsExit2() {
    assertEquals(2, run("run", "smoke", "--url", "ftp://x"));
    assertEquals(2, run("run", "smok"));
    assertEquals(2, run("run", "smoke", "--seed", "often"));
    assertEquals(2, run("run", "smoke", "--token", "x"));
    assertFalse(complaint().contains("\tat "), "no stack trace");
  }
}
