package dev.croupier.loadtest.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.studio.Fault;
import dev.croupier.loadtest.studio.Station;
import dev.croupier.loadtest.studio.Studio;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A small HTTP door to a running studio, on loopback only: {@code GET /cameras}, {@code GET
 * /cameras/{table}/{signal}}, and {@code POST} to the same with {@code {"set": ["freeze"]}}, which
 * changes a camera, word by word, and answers what it is now. Complaints are {@code {"error": "one
 * line"}}. A web page cannot post to it: the body must be {@code application/json}, which a browser
 * asks leave for, and nobody gives it.
 */
final class StudioControl implements AutoCloseable {
  private static final String CAMERAS = "/cameras";
  private static final String JSON = "application/json";
  private static final int MOST_BODY_BYTES = 16_384;
  private static final int MOST_WORDS = 32;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** A request that is answered with a complaint. */
  private static final class Refused extends Exception {
    private final int status;

    Refused(int status, String message) {
      super(message, null, false, false);
      this.status = status;
    }
  }

  private final Studio studio;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Opens the door.
   *
   * @param port 0: any free one
   * @throws IOException if the port is taken
   */
  StudioControl(Studio studio, int port) throws IOException {
    this.studio = studio;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Where it is. */
  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + CAMERAS);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      int status = 200;
      ObjectNode answer;
      try {
        answer = answer(exchange);
      } catch (ScenarioException e) {
        status = 400;
        answer = complaint(e.getMessage());
      } catch (Refused e) {
        status = e.status;
        answer = complaint(e.getMessage());
      }
      byte[] body = MAPPER.writeValueAsBytes(answer);
      exchange.getResponseHeaders().set("Content-Type", JSON);
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private ObjectNode answer(HttpExchange exchange) throws IOException, Refused {
    String path = exchange.getRequestURI().getPath();
    boolean reads = exchange.getRequestMethod().equals("GET");
    if (path.equals(CAMERAS) && reads) {
      ObjectNode all = MAPPER.createObjectNode();
      ArrayNode cameras = all.putArray("cameras");
      studio.stations().forEach(station -> cameras.add(view(station)));
      return all;
    }
    if (!path.startsWith(CAMERAS)) {
      throw new Refused(404, "there is only " + CAMERAS + " and " + CAMERAS + "/{table}/{signal}");
    }
    if (!reads && (path.equals(CAMERAS) || !exchange.getRequestMethod().equals("POST"))) {
      throw new Refused(405, "cameras are read with GET, and one is changed with POST");
    }
    Station station = station(path.substring(CAMERAS.length() + 1));
    if (!reads) {
      for (Fault fault : faults(exchange)) {
        studio.apply(station.path(), fault);
      }
    }
    return view(station);
  }

  private Station station(String name) throws Refused {
    try {
      return studio.station(name);
    } catch (ScenarioException e) {
      throw new Refused(404, e.getMessage());
    }
  }

  /** The words of a body; all are read before the first takes effect. */
  private static List<Fault> faults(HttpExchange exchange) throws IOException, Refused {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase(JSON)) {
      throw new Refused(415, "the body must be " + JSON);
    }
    byte[] body = exchange.getRequestBody().readNBytes(MOST_BODY_BYTES + 1);
    JsonNode words = null;
    try {
      if (body.length <= MOST_BODY_BYTES) {
        JsonNode read = MAPPER.readTree(body);
        words = read == null || read.size() != 1 ? null : read.path("set");
      }
    } catch (JsonProcessingException _) {
      // Said below.
    }
    if (words == null || !words.isArray() || words.isEmpty() || words.size() > MOST_WORDS) {
      throw new Refused(
          400, "{\"set\": [\"word\", …]} is needed, with 1 to " + MOST_WORDS + " words");
    }
    List<Fault> faults = new ArrayList<>();
    for (JsonNode word : words) {
      if (!word.isTextual()) {
        throw new Refused(400, "words are texts");
      }
      faults.add(Fault.parse(word.textValue()));
    }
    return faults;
  }

  private static ObjectNode view(Station station) {
    ObjectNode view = MAPPER.createObjectNode();
    view.put("camera", station.path());
    ArrayNode words = view.putArray("words");
    station.plan().words().forEach(words::add);
    Station.Counts counts = station.counts();
    return view.put("publishing", station.publishing())
        .put("published", counts.published())
        .put("frames", counts.frames())
        .put("framesLeftOut", counts.framesDropped())
        .put("soundPackets", counts.packets())
        .put("soundPacketsLeftOut", counts.packetsDropped())
        .put("pathOverflows", counts.leftOut());
  }

  private static ObjectNode complaint(String line) {
    return MAPPER.createObjectNode().put("error", line);
  }
}
