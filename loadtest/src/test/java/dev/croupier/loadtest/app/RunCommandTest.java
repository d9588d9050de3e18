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
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  @Test
  void smokeRunsInAHouseOfItsOwnAndPasses() throws Exception {
    int exitCode =
        run("run", "smoke", "--merged", "--seed", "7", "--out", folder.resolve("all").toString());
    String said = out.toString(UTF_8) + err.toString(UTF_8);
    JsonNode report =
        new ObjectMapper().readTree(Files.readString(folder.resolve("all/report.json")));
    // A machine too busy to keep its own timers makes a run invalid, not wrong: what it found of
    // frames and money holds all the same.
    boolean overloaded = !report.path("overloads").isEmpty();
    assertEquals(overloaded ? 3 : 0, exitCode, said);
    assertEquals(exitCode, report.path("exitCode").asInt());
    assertEquals(
        overloaded ? "generator_overloaded" : "passed", report.path("verdict").asText(), said);
    assertEquals(7, report.path("seed").asLong());
    assertEquals("process", report.path("environment").path("shares").asText());
    assertTrue(report.path("environment").path("merged").asBoolean());
    assertTrue(report.path("environment").path("server").asText().contains("croupier-gateway-"));
    JsonNode viewers = report.path("sections").path("viewers");
    assertEquals(4, viewers.path("asked").asInt());
    assertEquals(0, viewers.path("failed").asInt());
    JsonNode figures = report.path("figures");
    assertTrue(figures.path("frames_shown").asLong() > 400, said);
    assertTrue(figures.path("webrtc_rtt_p95_ms").asDouble() > 0);
    assertEquals(4, figures.path("settled_rounds").asInt());
    assertTrue(figures.path("accepted_bets").asInt() > 0);
    for (String fault :
        List.of("unanswered_bets", "lost_bets", "doubled_bets", "wrong_payouts", "wrong_wallets")) {
      assertEquals(0, figures.path(fault).asInt(-1), fault);
    }
    assertTrue(figures.path("bet_p95_ms").asDouble() > 0);
    assertTrue(report.path("generator").path("lag").path("count").asLong() > 100);
    assertEquals(25, report.path("objectives").size());
    assertTrue(report.path("timeline").path("people").size() >= 2);
    assertTrue(Files.readString(folder.resolve("all/report.html")).contains("<h2>Timeline</h2>"));
    assertTrue(Files.readString(folder.resolve("all/report.xml")).contains("loadtest.smoke"));
    try (HistogramLogReader log =
        new HistogramLogReader(folder.resolve("all/report.hlog").toFile())) {
      assertTrue(((Histogram) log.nextIntervalHistogram()).getTotalCount() > 0);
    }
  }

  @Test
  void whatIsBuiltInIsListed() {
    assertEquals(0, run("run", "--list"));
    assertEquals(6, out.toString(UTF_8).lines().count());
    assertTrue(out.toString(UTF_8).startsWith("smoke "));
  }

  @Test
  void anAddressWhereNothingAnswersIsOneLineAndExit1() throws Exception {
    int port = freePort();
    assertEquals(1, run("run", "smoke", "--quiet", "--url", "http://127.0.0.1:" + port));
    assertEquals(
        "loadtest: nothing answers at http://127.0.0.1:" + port + "/: connection refused",
        complaint());
    err.reset();
    assertEquals(1, run("run", "smoke", "--whep", "http://127.0.0.1:" + port + "/x"));
    assertEquals(
        "loadtest: nothing answers at http://127.0.0.1:" + port + "/x: connection refused",
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
      err.reset();
      assertEquals(1, run("run", "smoke", "--whep", address(server) + "/w", "--token", "x"));
      assertEquals("loadtest: " + address(server) + "/w refuses the token: 401", complaint());
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "relay: {down: 'loss=1%'} | relay: {down: 'losss=1%'} | relay.down: unknown word 'losss",
        "cam-a: [360p30] | cam-a: [fridge] | house.cameras.cam-a: unknown word 'fridge'",
        "cam-a: [360p30] | cam-a: [ffmpeg, garbage] | house.cameras.cam-a: 'garbage': ffmpeg as"
            + " camera cannot do that",
        "cam-a: [360p30] | cam-a: [ffmpeg, chromium] | house.cameras.cam-a: 'chromium' and"
            + " 'ffmpeg': one of them",
        "camera: cam-a, do: [freeze] | camera: cam-b, do: [drift=9ppm] | events.do: 'drift=9ppm':"
            + " ffmpeg as camera cannot do that",
        "do: [freeze] | do: [frieze] | events.do: unknown word 'frieze'; did you mean 'freeze'?",
        "handover: cam-b | handover: cam-c | events.handover: there is no camera 'cam-c'; did you"
            + " mean 'cam-a'?",
        "spots: [red] | spots: [blue] | bettors.spots: there is no spot 'blue'"
      })
  void wordsAreCheckedBeforeAnythingIsOpened(String right, String wrong, String expected)
      throws Exception {
    String yaml =
        """
        name: words
        durationSeconds: 5
        relay: {down: 'loss=1%'}
        house: {cameras: {cam-a: [360p30], cam-b: [ffmpeg]}}
        bettors: {count: 1, spots: [red]}
        events:
          - {at: 1, camera: cam-a, do: [freeze]}
          - {at: 2, handover: cam-b}
        """;
    assertTrue(yaml.contains(right));
    Path file = Files.writeString(folder.resolve("words.yaml"), yaml.replace(right, wrong));
    assertEquals(2, run("run", file.toString()));
    assertTrue(complaint().contains(expected), complaint());
    assertEquals(1, complaint().lines().count(), complaint());
  }

  @Test
  void whatAnotherServerCannotDoIsSaidBeforeItIsAsked() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("faults.yaml"),
            "name: f\ndurationSeconds: 5\nviewers: {full: 1}\n"
                + "events: [{at: 1, camera: cam-a, do: [kill]}]\n");
    assertEquals(2, run("run", file.toString(), "--url", "http://127.0.0.1:1"));
    assertTrue(complaint().startsWith("loadtest: events.camera: only cameras of an own house"));
    err.reset();
    Files.writeString(file, "name: f\ndurationSeconds: 5\nevents: [{at: 1, handover: cam-b}]\n");
    assertEquals(2, run("run", file.toString(), "--whep", "http://127.0.0.1:1/w"));
    assertEquals("loadtest: events.handover: only a gateway can do that; use --url", complaint());
  }

  @Test
  void outputsThatCannotBeWrittenAreSaidBeforeTheRun() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    for (String option : List.of("--json", "--html", "--hlog", "--junit", "--out")) {
      err.reset();
      assertEquals(2, run("run", "smoke", option, file.resolve("below").toString()));
      assertEquals(1, complaint().lines().count(), complaint());
      assertTrue(complaint().contains(file.toString()), complaint());
    }
    assertEquals("x", Files.readString(file));
    assertEquals(2, run("run", "no-such", "--json", folder.resolve("new.json").toString()));
    assertFalse(Files.exists(folder.resolve("new.json")), "a run that never was leaves nothing");
  }

  @Test
  void wrongUsageIsExit2() {
    assertEquals(2, run("run", "smoke", "--url", "ftp://x"));
    assertEquals(2, run("run", "smok"));
    assertEquals(2, run("run"));
    assertEquals(2, run("run", "smoke", "--seed", "often"));
    assertEquals(2, run("run", "smoke", "--token", "x"));
    assertEquals(2, run("run", "smoke", "--duration", "long"));
    assertEquals(2, run("run", "smoke", "--duration", "0"));
    assertEquals(2, run("run", "smoke", "--viewers", "-1"));
    assertEquals(2, run("run", "smoke", "--url", "http://a", "--whep", "http://b"));
    assertEquals(2, run("run", "smoke", "--whep", "http://b", "--bettors", "4"));
    assertFalse(complaint().contains("\tat "), "no stack trace");
  }
}
