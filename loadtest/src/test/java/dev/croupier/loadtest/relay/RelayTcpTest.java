package dev.croupier.loadtest.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.croupier.time.clock.SystemTableClock;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HTTP and raw streams over loopback, through a relay to a server of the JDK's. */
final class RelayTcpTest {
  private static final String SDP = "v=0\r\na=candidate:1 1 udp 5 127.0.0.1 5555 typ host\r\n";
  private static final int LARGE = 3 << 20;
  private static final int TIMEOUT_MILLIS = 20_000;

  private final TableClock clock = SystemTableClock.start(new SplittableRandom(1));
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private HttpServer server;
  private Relay relay;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.setExecutor(threads);
    server.createContext(
        "/echo",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          boolean chunked = exchange.getRequestURI().getPath().endsWith("chunked");
          exchange.sendResponseHeaders(200, chunked ? 0 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.createContext(
        "/whep",
        exchange -> {
          byte[] offer = exchange.getRequestBody().readAllBytes();
          String host = "http://127.0.0.1:" + server.getAddress().getPort();
          exchange.getResponseHeaders().set("Location", host + "/sessions/1");
          exchange.getResponseHeaders().set("X-Offer", new String(offer).strip());
          exchange.getResponseHeaders().set("Content-Type", "application/sdp");
          exchange.sendResponseHeaders(201, 0);
          exchange.getResponseBody().write(SDP.getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
    relay = relayTo(server.getAddress().getPort());
  }

  @AfterEach
  void close() {
    relay.close();
    server.stop(0);
    client.close();
    threads.close();
  }

  private Relay relayTo(int port) throws IOException {
    return Relay.open(RelaySettings.to(URI.create("http://127.0.0.1:" + port)), 3, clock);
  }

  private HttpResponse<byte[]> post(String path, byte[] body, boolean expect) throws Exception {
    return client.send(
        HttpRequest.newBuilder(relay.base().resolve(path))
            .header("Content-Type", path.equals("/whep") ? "application/sdp" : "text/plain")
            .expectContinue(expect)
            .timeout(Duration.ofSeconds(20))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private long count(String key) {
    return relay.section().counts().stream()
        .filter(count -> count.key().equals(key))
        .mapToLong(count -> (long) count.value())
        .findFirst()
        .orElse(0);
  }

  @Test
  void bodiesOfAnySizePassOverOneConnectionThatIsKept() throws Exception {
    byte[] large = new byte[LARGE];
    new SplittableRandom(2).nextBytes(large);
    for (byte[] body : new byte[][] {new byte[0], {1, 2, 3}, large}) {
      assertArrayEquals(body, post("/echo", body, false).body());
      assertArrayEquals(body, post("/echo/chunked", body, false).body());
    }
    assertArrayEquals(large, post("/echo", large, true).body(), "with 100 Continue");
    assertEquals(1, count("connections"));
    assertEquals(0, relay.heldBytes());
  }

  @Test
  void anAnswerToAnOfferNamesTheRelay() throws Exception {
    byte[] offer = "a=candidate:1 1 udp 5 10.0.0.1 7 typ host\r\n".getBytes();
    HttpResponse<byte[]> answer = post("/whep", offer, true);
    String port = ":" + relay.base().getPort();
    assertEquals(201, answer.statusCode());
    assertEquals(
        SDP.replace("5555", "" + relay.datagrams().getPort()),
        new String(answer.body(), StandardCharsets.UTF_8));
    assertEquals(
        Optional.of("http://127.0.0.1" + port + "/sessions/1"),
        answer.headers().firstValue("Location"));
    assertEquals(
        Optional.of("a=x-removed:1 1 udp 5 10.0.0.1 7 typ host"),
        answer.headers().firstValue("X-Offer"));
    assertEquals(
        Optional.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 5555)),
        relay.media());
  }

  @Test
  void aDelayHoldsEachWayAndAConnectionsBeginning() throws Exception {
    relay.set(Direction.UP, Impairment.parse("delay=60ms"));
    relay.set(Direction.DOWN, Impairment.parse("delay=40ms"));
    long began = clock.nowMicros();
    post("/echo", new byte[10], false);
    long first = clock.nowMicros() - began;
    assertTrue(first >= 200_000, "handshake and exchange are two round trips: " + first);
    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      began = clock.nowMicros();
      post("/echo", new byte[10], false);
      fastest = Math.min(fastest, clock.nowMicros() - began);
    }
    assertTrue(fastest >= 100_000 && fastest < 150_000, "one round trip: " + fastest);
  }

  @Test
  void aRateLimitsAStreamAndHoldsItsSender() throws Exception {
    relay.set(Direction.DOWN, Impairment.parse("rate=20mbit"));
    byte[] body = new byte[1 << 20];
    long began = clock.nowMicros();
    post("/echo", body, false);
    long took = clock.nowMicros() - began;
    // 1 MiB and headers of 725 segments at 20 Mbit/s.
    assertTrue(took >= 419_000, took + " µs");
    assertTrue(took < 2_000_000, took + " µs");
  }

  @Test
  void behindAnUpgradeBytesGoBothWaysAndEachEndClosesAlone() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Future<byte[]> heard = threads.submit(() -> upgraded(listening));
      relay.close();
      relay = relayTo(listening.getLocalPort());
      relay.set(Direction.UP, Impairment.parse("delay=5ms jitter=5ms loss=10%"));
      try (Socket socket = new Socket(relay.base().getHost(), relay.base().getPort())) {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.getOutputStream().write("GET /ws HTTP/1.1\r\nUpgrade: websocket\r\n\r\n".getBytes());
        String switched = "HTTP/1.1 101 Switching Protocols\r\n\r\n";
        InputStream in = socket.getInputStream();
        assertEquals(switched, new String(in.readNBytes(switched.length())));
        byte[] frames = new byte[300_000];
        new SplittableRandom(4).nextBytes(frames);
        socket.getOutputStream().write(frames);
        socket.shutdownOutput();
        assertArrayEquals(frames, heard.get(20, TimeUnit.SECONDS));
        assertEquals("heard", new String(in.readAllBytes()), "the other way is still open");
      }
      long deadline = clock.nowMicros() + 10_000_000;
      while (relay.connections() > 0) {
        assertTrue(clock.nowMicros() < deadline, "the connection is forgotten");
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  private static byte[] upgraded(ServerSocket listening) throws IOException {
    try (Socket socket = listening.accept()) {
      InputStream in = socket.getInputStream();
      in.readNBytes("GET /ws HTTP/1.1\r\nUpgrade: websocket\r\n\r\n".length());
      socket.getOutputStream().write("HTTP/1.1 101 Switching Protocols\r\n\r\n".getBytes());
      byte[] all = in.readAllBytes();
      socket.getOutputStream().write("heard".getBytes());
      return all;
    }
  }

  @Test
  void aReaderThatDoesNotReadHoldsTheSenderAndNotTheRelaysMemory() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      relay.close();
      relay = relayTo(listening.getLocalPort());
      try (Socket socket = new Socket(relay.base().getHost(), relay.base().getPort());
          Socket deaf = listening.accept()) {
        Future<?> writing =
            threads.submit(
                () -> {
                  socket.getOutputStream().write(new byte[64 << 20]);
                  return null;
                });
        long before = -1;
        for (int still = 0; still < 20; ) {
          LockSupport.parkNanos(10_000_000);
          long now = count("up_stream_bytes");
          still = now == before && now > 0 ? still + 1 : 0;
          before = now;
        }
        assertTrue(relay.heldBytes() < 2 << 20, relay.heldBytes() + " held");
        assertEquals(64 << 20, deaf.getInputStream().readNBytes(64 << 20).length);
        writing.get(10, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void aServerThatIsNotThereEndsTheConnectionAndIsCounted() throws Exception {
    relay.close();
    int free;
    try (ServerSocket nobody = new ServerSocket(0)) {
      free = nobody.getLocalPort();
    }
    relay = relayTo(free);
    try (Socket socket = new Socket(relay.base().getHost(), relay.base().getPort())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      assertEquals(-1, socket.getInputStream().read());
    }
    assertEquals(1, relay.section().failed());
  }

  @Test
  void connectionsBeyondTheCapAreClosedAndAResetClosesAll() throws Exception {
    relay.close();
    relay =
        Relay.open(
            RelaySettings.to(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .withLimits(1, 1, 1 << 20, Duration.ofSeconds(1)),
            1,
            clock);
    try (Socket one = new Socket(relay.base().getHost(), relay.base().getPort())) {
      one.setSoTimeout(TIMEOUT_MILLIS);
      long deadline = clock.nowMicros() + 10_000_000;
      while (relay.connections() == 0 && clock.nowMicros() < deadline) {
        LockSupport.parkNanos(1_000_000);
      }
      try (Socket two = new Socket(relay.base().getHost(), relay.base().getPort())) {
        two.setSoTimeout(TIMEOUT_MILLIS);
        assertEquals(-1, two.getInputStream().read());
      }
      relay.reset();
      assertEquals(-1, one.getInputStream().read());
      assertEquals(0, relay.connections());
    }
    assertEquals(1, relay.section().failed());
  }
}
