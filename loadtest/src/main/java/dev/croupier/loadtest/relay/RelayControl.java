package dev.croupier.loadtest.relay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.plan.ScenarioException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A relay's own door, on loopback: {@code GET /} tells what it does and has done, {@code PUT /up}
 * and {@code PUT /down} with an impairment's text change it while it runs. A text that cannot be
 * read is answered with 400 and one line. Any thread.
 */
public final class RelayControl implements AutoCloseable {
  private static final int MAX_TEXT_BYTES = 4_096;
  private static final int BACKLOG = 16;
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Relay relay;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private RelayControl(Relay relay, int port) throws IOException {
    this.relay = relay;
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try {
      this.server = HttpServer.create(address, BACKLOG);
    } catch (IOException e) {
      throw new IOException("control port " + port + " cannot be opened: " + e.getMessage(), e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /**
   * Opens the door.
   *
   * @param port 0 for any
   * @throws IOException in one line, when the port is taken
   */
  public static RelayControl open(Relay relay, int port) throws IOException {
    return new RelayControl(relay, port);
  }

  /** Where it is: {@code http://127.0.0.1:9081/}. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** What the relay does and has done, as {@code GET /} tells it. */
  public static String json(Relay relay) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("base", relay.base().toString()).put("seed", relay.seed());
    InetSocketAddress datagrams = relay.datagrams();
    root.put("datagrams", datagrams.getAddress().getHostAddress() + ":" + datagrams.getPort());
    root.put(
        "media",
        relay
            .media()
            .map(server -> server.getAddress().getHostAddress() + ":" + server.getPort())
            .orElse(null));
    for (Direction direction : Direction.values()) {
      root.put(direction.word(), relay.impairment(direction).text());
    }
    root.put("flows", relay.flows()).put("connections", relay.connections());
    root.put("heldBytes", relay.heldBytes());
    Section section = relay.section();
    ObjectNode counts = root.putObject("counts");
    section.counts().forEach(count -> counts.put(count.key(), (long) count.value()));
    ObjectNode figures = root.putObject("figures");
    section.figures().forEach(figures::put);
    section.failures().forEach(root.withArray("failures")::add);
    try {
      return MAPPER.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of our own", e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      Optional<Direction> direction =
          Arrays.stream(Direction.values())
              .filter(each -> path.equals("/" + each.word()))
              .findFirst();
      if (!ownName(exchange.getRequestHeaders().getFirst("Host"))) {
        // A page of elsewhere, under a name that means this machine (DNS rebinding).
        answer(exchange, 403, "text/plain", "this door is for this machine\n");
      } else if (direction.isPresent()) {
        change(exchange, direction.get());
      } else if (!path.equals("/")) {
        answer(exchange, 404, "text/plain", "there are /, /up and /down\n");
      } else if (exchange.getRequestMethod().equals("GET")) {
        answer(exchange, 200, "application/json", json(relay) + "\n");
      } else {
        exchange.getResponseHeaders().set("Allow", "GET");
        answer(exchange, 405, "text/plain", "/ takes GET\n");
      }
    }
  }

  private void change(HttpExchange exchange, Direction direction) throws IOException {
    if (!exchange.getRequestMethod().equals("PUT")) {
      exchange.getResponseHeaders().set("Allow", "PUT");
      answer(exchange, 405, "text/plain", "/" + direction.word() + " takes PUT\n");
      return;
    }
    byte[] body = exchange.getRequestBody().readNBytes(MAX_TEXT_BYTES + 1);
    try {
      if (body.length > MAX_TEXT_BYTES) {
        throw new ScenarioException("an impairment has at most 1000 characters");
      }
      Impairment wanted = Impairment.parse(new String(body, StandardCharsets.UTF_8));
      relay.set(direction, wanted);
      answer(exchange, 200, "text/plain", wanted.text() + "\n");
    } catch (ScenarioException e) {
      answer(exchange, 400, "text/plain", e.getMessage() + "\n");
    }
  }

  private static boolean ownName(String host) {
    return host != null && host.matches("(127\\.0\\.0\\.1|localhost|\\[::1])(:[0-9]{1,5})?");
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
