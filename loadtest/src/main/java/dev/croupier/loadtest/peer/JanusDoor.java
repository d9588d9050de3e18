package dev.croupier.loadtest.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A WHEP door before a Janus streaming mountpoint, by its HTTP API: {@code POST /whep} makes a
 * session, {@code DELETE} there ends it. Carries no media. A virtual thread per request.
 */
final class JanusDoor implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final int MAX_OFFER_BYTES = 65_536;
  private static final int MAX_SESSIONS = 20_000;
  private static final int MAX_EVENTS = 10;
  private static final String PATH = "/whep";

  private final URI janus;
  private final int mountpoint;
  private final HttpClient http;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Boolean> sessions = new ConcurrentHashMap<>();

  private JanusDoor(URI janus, int mountpoint, HttpClient http) throws IOException {
    this.janus = janus;
    this.mountpoint = mountpoint;
    this.http = http;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
  }

  /**
   * Opens it on a free port.
   *
   * @param janus {@code http://host:port/janus}
   */
  static JanusDoor open(URI janus, int mountpoint, HttpClient http) throws IOException {
    JanusDoor door = new JanusDoor(janus, mountpoint, http);
    door.server.createContext(PATH, door::serve);
    door.server.setExecutor(door.threads);
    door.server.start();
    return door;
  }

  /** Where it is. */
  URI whep() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestMethod()) {
        case "POST" -> watch(exchange);
        case "DELETE" -> end(exchange);
        default -> answer(exchange, 405, "");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch(HttpExchange exchange) throws IOException, InterruptedException {
    String offer =
        new String(exchange.getRequestBody().readNBytes(MAX_OFFER_BYTES), StandardCharsets.UTF_8);
    if (sessions.size() >= MAX_SESSIONS) {
      answer(exchange, 503, "too many sessions\n");
      return;
    }
    try {
      String session = id(post("", command("create")));
      sessions.put(session, Boolean.TRUE);
      Optional<String> answer = negotiate("/" + session, offer);
      if (answer.isEmpty()) {
        forget(session);
        answer(exchange, 400, "an offer that Janus cannot be matched with\n");
        return;
      }
      exchange.getResponseHeaders().set("Location", PATH + "/" + session);
      exchange.getResponseHeaders().set("Content-Type", "application/sdp");
      answer(exchange, 201, answer.get());
    } catch (IOException e) {
      answer(exchange, 502, e.getMessage() + "\n");
    }
  }

  private Optional<String> negotiate(String session, String viewerOffer)
      throws IOException, InterruptedException {
    String handle =
        session
            + "/"
            + id(post(session, command("attach").put("plugin", "janus.plugin.streaming")));
    ObjectNode watch = command("message");
    watch.putObject("body").put("request", "watch").put("id", mountpoint);
    JsonNode _ = post(handle, watch);
    String janusOffer = awaitOffer(session);
    Optional<JanusSdp.Answers> answers = JanusSdp.answers(janusOffer, viewerOffer);
    if (answers.isPresent()) {
      ObjectNode start = command("message");
      start.putObject("body").put("request", "start");
      start.putObject("jsep").put("type", "answer").put("sdp", answers.get().toJanus());
      JsonNode _ = post(handle, start);
    }
    return answers.map(JanusSdp.Answers::toViewer);
  }

  /** The plugin's offer comes as an event of the session. */
  private String awaitOffer(String session) throws IOException, InterruptedException {
    for (int i = 0; i < MAX_EVENTS; i++) {
      JsonNode event = send(request(session + "?maxev=1").GET());
      JsonNode sdp = event.path("jsep").path("sdp");
      if (sdp.isTextual()) {
        return sdp.textValue();
      }
      JsonNode error = event.path("plugindata").path("data").path("error");
      if (error.isTextual()) {
        throw new IOException("Janus: " + error.textValue());
      }
    }
    throw new IOException("Janus made no offer");
  }

  private void end(HttpExchange exchange) throws IOException, InterruptedException {
    String path = exchange.getRequestURI().getPath();
    String session = path.substring(Math.min(path.length(), PATH.length() + 1));
    if (!sessions.containsKey(session)) {
      answer(exchange, 404, "");
      return;
    }
    forget(session);
    answer(exchange, 200, "");
  }

  private void forget(String session) throws IOException, InterruptedException {
    sessions.remove(session);
    JsonNode _ = post("/" + session, command("destroy"));
  }

  private static ObjectNode command(String name) {
    return JSON.createObjectNode().put("janus", name).put("transaction", "t");
  }

  private static String id(JsonNode answer) throws IOException {
    JsonNode id = answer.path("data").path("id");
    if (!id.isIntegralNumber()) {
      throw new IOException(
          "Janus: " + answer.path("error").path("reason").asText("an answer without id"));
    }
    return id.asText();
  }

  private JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(janus + path))
        .timeout(DEADLINE)
        .header("Content-Type", "application/json");
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("Janus answered " + response.statusCode());
    }
    return JSON.readTree(response.body());
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
