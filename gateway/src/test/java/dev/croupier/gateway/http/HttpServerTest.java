package dev.croupier.gateway.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A real server on a real port, asked by the JDK's client and by raw sockets. */
final class HttpServerTest {
  private static final TokenSecret SECRET =
      TokenSecret.of("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

  private final TestClock clock = new TestClock();
  private final TokenIssuer issuer = new TokenIssuer(SECRET, "croupier", clock, () -> "id");
  private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    HttpServer.Builder builder =
        HttpServer.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .clock(clock)
            .tokens(new JwtTokens(SECRET, "croupier", clock))
            .listener(
                new HttpListener() {
                  @Override
                  public void refused(String route, int status, String code) {
                    refusals.add(route + " " + status + " " + code);
                  }
                });
    builder
        .routes()
        .on(
            "GET",
            "/api/v1/tables/{t}",
            x ->
                x.answerHeader("ETag", "\"1\"")
                    .sendJson(200, Map.of("table", x.variable("t"), "q", x.query("q").orElse("-"))))
        .on("POST", "/echo", x -> x.send(200, "application/octet-stream", x.body(1000)))
        .on("GET", "/staff", x -> x.sendJson(200, x.require(Role.DEALER, Role.ADMIN).subject()))
        .on("GET", "/virtual", x -> x.sendJson(200, Thread.currentThread().isVirtual()))
        .on(
            "POST",
            "/busy",
            x -> {
              throw new Problem(503, "overloaded", "come again", Map.of("Retry-After", "2"));
            })
        .on(
            "GET",
            "/bug",
            x -> {
              throw new IllegalStateException("secret detail");
            })
        .on("GET", "/mute", x -> {});
    new DemoTokens(issuer, new LicenseeId("demo"), "EUR", _ -> {}).register(builder.routes());
    server = builder.build().start();
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  @Test
  void aRouteAnswersWithItsVariablesAndQuery() throws Exception {
    HttpResponse<String> answer = get("/api/v1/tables/roulette-1?q=a%20b");
    assertEquals(200, answer.statusCode());
    assertEquals("application/json", answer.headers().firstValue("Content-Type").orElseThrow());
    assertEquals("roulette-1", json(answer).get("table").asText());
    assertEquals("a b", json(answer).get("q").asText());
    assertTrue(answer.headers().firstValue("Server").isEmpty());
    assertEquals("nosniff", answer.headers().firstValue("X-Content-Type-Options").orElseThrow());
  }

  @Test
  void eachRequestRunsOnAVirtualThread() throws Exception {
    assertEquals("true", get("/virtual").body());
  }

  @Test
  void headHasTheHeadersOfGetAndNoBody() throws Exception {
    HttpResponse<String> head = send(request("/api/v1/tables/x").method("HEAD", none()));
    HttpResponse<String> get = get("/api/v1/tables/x");
    assertEquals(200, head.statusCode());
    assertEquals("", head.body());
    assertEquals(get.headers().firstValue("ETag"), head.headers().firstValue("ETag"));
    assertEquals(
        get.headers().firstValue("Content-Length"), head.headers().firstValue("Content-Length"));
  }

  @Test
  void anUnknownPathIsAProblem() throws Exception {
    HttpResponse<String> answer = get("/nowhere");
    assertProblem(answer, 404, "not_found");
    assertEquals("Not Found", json(answer).get("title").asText());
    assertEquals("about:blank", json(answer).get("type").asText());
    assertTrue(refusals.contains("none 404 not_found"));
  }

  @Test
  void anotherMethodIsToldTheAllowedOnes() throws Exception {
    HttpResponse<String> answer = send(request("/api/v1/tables/x").DELETE());
    assertProblem(answer, 405, "method_not_allowed");
    assertEquals("GET, HEAD, OPTIONS", answer.headers().firstValue("Allow").orElseThrow());
  }

  @Test
  void optionsSaysWhatAPathTakes() throws Exception {
    HttpResponse<String> answer = send(request("/echo").method("OPTIONS", none()));
    assertEquals(204, answer.statusCode());
    assertEquals("OPTIONS, POST", answer.headers().firstValue("Allow").orElseThrow());
  }

  @Test
  void aPreflightOfItsOwnPageIsGranted() throws Exception {
    HttpResponse<String> answer =
        send(
            request("/echo")
                .header("Origin", server.uri().toString())
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization, idempotency-key")
                .method("OPTIONS", none()));
    assertEquals(204, answer.statusCode());
    assertEquals(
        server.uri().toString(),
        answer.headers().firstValue("Access-Control-Allow-Origin").orElseThrow());
    String allowed = answer.headers().firstValue("Access-Control-Allow-Headers").orElseThrow();
    assertTrue(allowed.contains("Authorization") && allowed.contains("Idempotency-Key"), allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "null", "https://127.0.0.1:1"})
  void aForeignPageIsRefusedWhateverItAsks(String origin) throws Exception {
    for (String method : new String[] {"GET", "OPTIONS", "POST"}) {
      HttpResponse<String> answer =
          send(request("/echo").header("Origin", origin).method(method, none()));
      assertProblem(answer, 403, "forbidden");
      assertTrue(answer.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
    }
  }

  @ParameterizedTest(name = "bearer {0} → {1} {2}")
  @CsvSource(
      nullValues = "-",
      value = {"-, 401, unauthorized", "rubbish, 401, unauthorized", "player, 403, forbidden"})
  void aRouteOfStaffRefusesOthers(String who, int status, String code) throws Exception {
    HttpRequest.Builder request = request("/staff").GET();
    if (who != null) {
      String token = who.equals("player") ? tokenOf(Role.PLAYER) : who;
      request.header("Authorization", "Bearer " + token);
    }
    HttpResponse<String> answer = send(request);
    assertProblem(answer, status, code);
    assertEquals(status == 401, answer.headers().firstValue("WWW-Authenticate").isPresent());
    assertTrue(refusals.contains("/staff " + status + " " + code));
  }

  @Test
  void aRouteOfStaffServesStaff() throws Exception {
    HttpResponse<String> answer =
        send(request("/staff").header("Authorization", "bearer " + tokenOf(Role.DEALER)).GET());
    assertEquals("\"someone\"", answer.body());
  }

  @Test
  void anotherSchemeThanBearerIsUnauthorized() throws Exception {
    assertProblem(
        send(request("/staff").header("Authorization", "Basic YTpi").GET()), 401, "unauthorized");
  }

  @Test
  void aProblemCarriesItsHeaders() throws Exception {
    HttpResponse<String> answer = post("/busy", "");
    assertProblem(answer, 503, "overloaded");
    assertEquals("2", answer.headers().firstValue("Retry-After").orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bug", "/mute"})
  void aBugAnswers500WithoutDetails(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertProblem(answer, 500, "internal");
    assertFalse(answer.body().contains("secret"));
    assertEquals(200, get("/virtual").statusCode());
  }

  @Test
  void aBodyWithinItsLimitArrivesWhole() throws Exception {
    byte[] body = new byte[1000];
    body[999] = 42;
    HttpResponse<byte[]> answer =
        client.send(
            request("/echo").POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertArrayEquals(body, answer.body());
  }

  @Test
  void aBodyBeyondItsLimitIsRefusedKnownOrChunked() throws Exception {
    assertProblem(post("/echo", "x".repeat(1001)), 413, "too_large");
    HttpResponse<String> chunked =
        send(
            request("/echo")
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () -> InputStream.nullInputStream()))); // chunked, but empty
    assertEquals(200, chunked.statusCode());
    String raw =
        raw(
            "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                + "Connection: close\r\n\r\n3e9\r\n"
                + "x".repeat(1001)
                + "\r\n0\r\n\r\n");
    assertTrue(raw.startsWith("HTTP/1.1 413 "), raw);
  }

  @Test
  void aRefusalThatNeedsNoBodyStillTakesItInAndTheConnectionServesOn() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      for (String piece :
          List.of(
              "POST /busy HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n",
              "he",
              "llo",
              "GET /virtual HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) {
        out.write(piece.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
      }
      String answers =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertTrue(answers.startsWith("HTTP/1.1 503 "), answers);
      assertTrue(answers.contains("HTTP/1.1 200 "), answers);
    }
  }

  @Test
  void anAnswerThatLeavesALongBodyUnreadSaysThatTheConnectionEnds() throws Exception {
    String answer = raw("POST /busy HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
    assertTrue(answer.contains("Connection: close\r\n"), answer);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n\r\n", // no Host
        "GET /a/../../b HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /a%2fb HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /a%00b HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n",
        "\u0001\u0002\u0003 / HTTP/1.1\r\nHost: x\r\n\r\n",
      })
  void smugglingAndBrokenRequestsAreRefused(String request) throws Exception {
    String answer = raw(request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
    assertTrue(answer.startsWith("HTTP/1.1 400 ") || answer.startsWith("HTTP/1.1 404 "), answer);
    assertFalse(answer.contains("root:"));
    assertEquals(200, get("/virtual").statusCode());
  }

  @Test
  void refusalsOfTheParserAreProblemsToo() throws Exception {
    String answer = raw("GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(20_000) + "\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 431 "), answer);
    assertTrue(answer.contains("application/problem+json"), answer);
    assertTrue(answer.contains("\"code\":\"too_large\""), answer);
  }

  @Test
  void demoTokensAreMintedOnThisMachine() throws Exception {
    HttpResponse<String> answer =
        post("/api/v1/demo/tokens", "{\"role\":\"dealer\",\"subject\":\"carl\",\"ttlSeconds\":60}");
    assertEquals(201, answer.statusCode());
    JsonNode body = json(answer);
    Principal carl = new JwtTokens(SECRET, "croupier", clock).verify(body.get("token").asText());
    assertEquals("carl", carl.subject());
    assertTrue(carl.has(Role.DEALER));
    assertNull(carl.currency());
    assertEquals(1_800_000_060_000_000L, body.get("expiresAt").asLong());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"role\":\"king\",\"subject\":\"a\"}",
        "{\"role\":\"player\"}",
        "{\"role\":\"player\",\"subject\":\"\"}",
        "{\"role\":\"player\",\"subject\":5}",
        "{\"role\":\"player\",\"subject\":\"a\",\"ttlSeconds\":0}",
        "{\"role\":\"player\",\"subject\":\"a\",\"ttlSeconds\":\"60\"}",
        "{\"role\":\"player\",\"subject\":\"a\",\"ttlSeconds\":1e99}",
      })
  void anOddWishForATokenIsMalformed(String body) throws Exception {
    assertProblem(post("/api/v1/demo/tokens", body), 400, "malformed");
  }

  @Test
  void aTakenPortIsOneClearLine() {
    HttpServer second =
        HttpServer.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()))
            .clock(clock)
            .build();
    PortTakenException taken = assertThrows(PortTakenException.class, second::start);
    assertEquals("port " + server.port() + " is taken (http.port)", taken.getMessage());
  }

  @Test
  void dripFedHeadersAreCutOff() throws Exception {
    try (HttpServer strict =
            HttpServer.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .clock(new TestClock(100)) // moves on with each look of the sweep
                .headerTimeout(Duration.ofMillis(200))
                .build()
                .start();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), strict.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
      String farewell =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertFalse(farewell.contains(" 200 "), farewell);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.uri() + path))
        .version(HttpClient.Version.HTTP_1_1)
        .timeout(Duration.ofSeconds(20));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path).GET());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.BodyPublisher none() {
    return HttpRequest.BodyPublishers.noBody();
  }

  private String raw(String request) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      StringBuilder answer = new StringBuilder();
      InputStream in = socket.getInputStream();
      for (int b = in.read(); b >= 0; b = in.read()) {
        answer.append((char) b);
      }
      return answer.toString();
    }
  }

  private String tokenOf(Role role) {
    return issuer
        .mint(
            TokenIssuer.Claims.of(
                new PlayerId("someone"), new LicenseeId("demo"), role, null, Duration.ofMinutes(5)))
        .token();
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return new ObjectMapper().readTree(answer.body());
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String code)
      throws Exception {
    assertEquals(status, answer.statusCode(), answer.body());
    assertEquals(
        "application/problem+json", answer.headers().firstValue("Content-Type").orElseThrow());
    assertEquals(status, json(answer).get("status").asInt());
    assertEquals(code, json(answer).get("code").asText());
  }
}
