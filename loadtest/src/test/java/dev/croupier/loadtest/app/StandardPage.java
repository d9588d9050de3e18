package dev.croupier.loadtest.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A page of another origin that plays by WHEP's words alone, and says what it saw: for browsers
 * that no test driver steers.
 */
final class StandardPage implements AutoCloseable {
  private final HttpServer http;
  private final CompletableFuture<JsonNode> report = new CompletableFuture<>();

  StandardPage() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    http.createContext("/", this::handle);
    http.start();
  }

  /**
   * An address of this machine that is not the loopback's, where there is one: Firefox and
   * GStreamer check no others.
   */
  private static String interfaceAddress() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .findFirst()
        .orElse("127.0.0.1");
  }

  /** Its origin, which the gateway must let in. */
  String origin() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  /**
   * The page for a table.
   *
   * @param transport {@code udp}, or {@code tcp} for a page that is told no other candidates
   */
  String playing(URI whep, String token, String transport) {
    return origin()
        + "/?whep="
        + URLEncoder.encode(whep.toString(), UTF_8)
        + "&token="
        + URLEncoder.encode(token, UTF_8)
        + "&transport="
        + transport;
  }

  /** A gateway with a table, that lets this page in and can be reached by every browser. */
  TestHouse house(Path data, String tables) throws Exception {
    return TestHouse.open(
        data,
        "http: {origins: [\"%s\"]}\nmedia: {address: \"%s\"}\n"
                .formatted(origin(), interfaceAddress())
            + tables);
  }

  /** Checks that the page did all it set out to do, and gives what it saw. */
  JsonNode success(String codec) throws Exception {
    JsonNode seen = report.get(90, TimeUnit.SECONDS);
    assertEquals("", seen.path("error").asText(), seen.toString());
    assertEquals(
        "{\"post\":201,\"trickle\":204,\"stale\":412,\"restart\":200,\"delete\":200}",
        seen.path("statuses").toString());
    assertTrue(seen.path("newTag").asBoolean());
    assertEquals(codec, seen.path("codec").asText());
    assertTrue(seen.path("shown").asInt() >= 180, seen.toString());
    assertEquals("connected", seen.path("connection").asText());
    return seen;
  }

  @Override
  public void close() {
    http.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      switch (exchange.getRequestURI().getPath()) {
        case "/report" -> {
          report.complete(new ObjectMapper().readTree(body));
          exchange.sendResponseHeaders(204, -1);
        }
        case "/" -> {
          byte[] page = Chromium.resource("whep_page.html").getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
        }
        default -> exchange.sendResponseHeaders(404, -1);
      }
    }
  }
}
