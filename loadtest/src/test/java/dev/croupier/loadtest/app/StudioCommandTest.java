package dev.croupier.loadtest.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudioCommandTest {
  private static final String CAMERA = "roulette-1/cam-a=size=320x180,bitrate=300k";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final HttpClient http = HttpClient.newHttpClient();

  private int studio(String... arguments) {
    List<String> all = new ArrayList<>(List.of("studio"));
    all.addAll(List.of(arguments));
    return LoadtestCommand.run(
        all.toArray(String[]::new),
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8));
  }

  private String complaint() {
    return err.toString(UTF_8).strip();
  }

  private JsonNode ask(URI at, int status, String body) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(at);
    if (body != null) {
      request
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString(body));
    }
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertEquals(status, answer.statusCode(), answer.body());
    return JSON.readTree(answer.body());
  }

  /** The line that begins like this, as soon as it is printed. */
  private String awaitLine(String start, FutureTask<Integer> running) {
    while (!running.isDone()) {
      for (String line : out.toString(UTF_8).lines().toList()) {
        if (line.startsWith(start)) {
          return line;
        }
      }
      LockSupport.parkNanos(20_000_000);
    }
    throw new AssertionError("it ended: " + complaint());
  }

  @Test
  void camerasRunAreChangedByTheControlDoorAndEndWithTheCommand() throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), TestHouse.ROULETTE)) {
      Callable<Integer> command =
          () ->
              studio(
                  "--url",
                  house.address().toString(),
                  "--camera",
                  CAMERA,
                  "--deal",
                  "roulette-1",
                  "--control",
                  "0",
                  "--seed",
                  "4");
      FutureTask<Integer> running = new FutureTask<>(command);
      Thread thread = Thread.ofPlatform().daemon().name("studio command").start(running);
      URI door = URI.create(awaitLine("control  ", running).substring("control  ".length()));
      awaitLine("ready", running);
      house.awaitSignal("cam-a", "live");
      JsonNode round =
          house
              .await("/api/v1/tables/roulette-1", null, table -> table.path("round").isObject())
              .path("round");
      assertTrue(round.path("round").asText().length() > 3, "it deals: " + round);

      JsonNode camera = ask(door, 200, null).path("cameras").path(0);
      assertEquals("roulette-1/cam-a", camera.path("camera").asText());
      assertTrue(camera.path("publishing").asBoolean());
      assertEquals("180p30", camera.path("words").path(0).asText());
      assertTrue(camera.path("frames").asLong() > 0);

      URI one = URI.create(door + "/roulette-1/cam-a");
      JsonNode frozen = ask(one, 200, "{\"set\": [\"freeze\", \"delay=40ms\"]}");
      assertTrue(frozen.path("words").toString().contains("\"freeze\""), frozen.toString());
      assertTrue(frozen.path("words").toString().contains("\"delay=40ms\""), frozen.toString());
      assertEquals(
          "unknown word 'freez'; did you mean 'freeze'?",
          ask(one, 400, "{\"set\": [\"kill\", \"freez\"]}").path("error").asText());
      assertTrue(ask(one, 200, null).path("publishing").asBoolean(), "all words or none");
      for (String bad : List.of("", "{", "[]", "{\"set\": []}", "{\"set\": [1]}", "null")) {
        assertEquals(1, ask(one, 400, bad).path("error").asText().lines().count(), bad);
      }
      assertEquals(
          "there is no camera 'roulette-1/cam-z'; did you mean 'roulette-1/cam-a'?",
          ask(URI.create(door + "/roulette-1/cam-z"), 404, "{\"set\": [\"kill\"]}")
              .path("error")
              .asText());
      ask(door.resolve("/elsewhere"), 404, null);
      ask(door, 405, "{}");
      HttpResponse<Void> plain =
          http.send(
              HttpRequest.newBuilder(one)
                  .POST(HttpRequest.BodyPublishers.ofString("{\"set\": [\"kill\"]}"))
                  .build(),
              HttpResponse.BodyHandlers.discarding());
      assertEquals(415, plain.statusCode(), "a page's form is not taken");

      thread.interrupt();
      assertEquals(0, running.get(60, TimeUnit.SECONDS), complaint());
      house.awaitSignal("cam-a", "lost");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, the token is refused for roulette-1/cam-a: 401",
    "403, the token is refused for roulette-1/cam-a: 403",
    "404, the gateway knows no signal roulette-1/cam-a: 404",
    "409, roulette-1/cam-a is being published by another: 409",
    "500, roulette-1/cam-a cannot be published: /whip/roulette-1/cam-a answered 500 no"
  })
  void aCameraThatIsNotTakenInIsOneLineAndExit1(int status, String line) throws Exception {
    try (Answering server = new Answering(200, status)) {
      assertEquals(1, studio("--url", server.address(), "--camera", CAMERA, "--token", "t"));
      assertEquals("loadtest: " + server.address() + "/: " + line, complaint());
    }
  }

  @Test
  void aTableThatThereIsNotAndAGatewayWithoutDemoTokensAreOneLineAndExit1() throws Exception {
    try (Answering server = new Answering(403, 201)) {
      assertEquals(1, studio("--url", server.address(), "--camera", "poker-1/cam-a"));
      assertTrue(complaint().endsWith("/ has no table poker-1"), complaint());
      err.reset();
      assertEquals(1, studio("--url", server.address(), "--camera", CAMERA));
      assertTrue(complaint().endsWith("/ gives no demo tokens; say --token"), complaint());
      err.reset();
      assertEquals(1, studio("--url", server.address(), "--token", "t", "--deal", "roulette-1"));
      assertTrue(complaint().endsWith("; --deal needs a gateway in demo mode"), complaint());
    }
  }

  /** A server like a gateway with one table, that answers publishers and asks for tokens so. */
  private static final class Answering implements AutoCloseable {
    private final HttpServer server;
    private final int tokens;
    private final int publishers;

    Answering(int tokens, int publishers) throws IOException {
      this.tokens = tokens;
      this.publishers = publishers;
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", this::answer);
      server.start();
    }

    String address() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/api/v1/tables/roulette-1")) {
        send(exchange, 200, "{\"table\": \"roulette-1\", \"game\": \"roulette\"}");
      } else if (path.startsWith("/api/v1/tables/")) {
        send(exchange, 404, "{\"code\": \"unknown_table\"}");
      } else {
        send(exchange, path.startsWith("/whip/") ? publishers : tokens, "no");
      }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
      byte[] body = text.getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  @Test
  void nothingThatAnswersAndNoGatewayAreOneLineAndExit1() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertEquals(1, studio("--url", "http://127.0.0.1:" + port));
    assertEquals(
        "loadtest: nothing answers at http://127.0.0.1:" + port + "/: connection refused",
        complaint());
    err.reset();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try {
      assertEquals(1, studio("--url", "http://127.0.0.1:" + server.getAddress().getPort()));
      assertTrue(complaint().contains(" is no Croupier gateway"), complaint());
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--camera; roulette-1/cam-a=720p30,frezee;"
            + " --camera roulette-1/cam-a: unknown word 'frezee'; did you mean 'freeze'?",
        "--camera; cam-a; --camera: table/signal is needed, not 'cam-a'",
        "--ffmpeg; t/s=gop=2s,garbage;"
            + " --ffmpeg t/s: 'garbage': ffmpeg as camera cannot do that",
        "--ffmpeg; t/s=gop=request;"
            + " --ffmpeg t/s: 'gop=request': ffmpeg as camera cannot do that",
        "--chromium; t/s=delay=5ms; --chromium t/s: a browser as camera has a size, a rate, audio, freeze, kill,"
            + " close and revive",
        "--url; ftp://x; --url: http://host:port is needed, not 'ftp://x'",
        "--control; 70000; --control: a port is 0 to 65535, not 70000"
      })
  void wrongUsageIsOneLineAndExit2(String option, String value, String complaint) {
    assertEquals(2, studio(option, value));
    assertTrue(complaint().startsWith("loadtest: " + complaint), complaint());
    assertEquals(1, complaint().lines().count());
  }
}
