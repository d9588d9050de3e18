package dev.croupier.time.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.time.clock.SystemTableClock;
import dev.croupier.time.wire.TimeAnswer;
import dev.croupier.time.wire.TimeAsk;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeHttpServerTest {
  private final SystemTableClock clock = SystemTableClock.start(new Random(3));
  private final HttpClient client = HttpClient.newHttpClient();
  private TimeHttpServer server;

  @BeforeEach
  void open() throws Exception {
    server =
        TimeHttpServer.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new TimeService(clock, () -> -12, TimeQuality.primary(), new SimpleMeterRegistry()),
            Set.of("https://casino.example"),
            () -> "meters");
  }

  @AfterEach
  void close() {
    server.close();
    client.close();
  }

  @Test
  void aQuestionIsAnsweredInTableTime() throws Exception {
    Heard heard = new Heard();
    WebSocket socket = connect(null, heard);
    for (int seq = 0; seq < 20; seq++) {
      long before = clock.nowMicros();
      socket.sendBinary(ask(seq, -seq), true).join();
      TimeAnswer answer = heard.answer();
      long after = clock.nowMicros();
      assertEquals(seq, answer.seq());
      assertEquals(-seq, answer.t1());
      assertTrue(before <= answer.t2() && answer.t2() <= answer.t3() && answer.t3() <= after);
      assertEquals(clock.clockId(), answer.clockId());
      assertEquals(1, answer.epoch());
      assertEquals(-12, answer.wallMinusTable());
      assertEquals(10, answer.stratum());
    }
  }

  @Test
  void bytesThatAreNoQuestionCloseTheConnection() throws Exception {
    Heard heard = new Heard();
    connect(null, heard).sendBinary(ByteBuffer.wrap(new byte[24]), true).join();
    assertEquals("close 1007", heard.next());
  }

  @Test
  void aTextClosesTheConnection() throws Exception {
    Heard heard = new Heard();
    connect(null, heard).sendText("what time is it?", true).join();
    assertEquals("close 1003", heard.next());
  }

  @Test
  void aLongMessageClosesTheConnection() throws Exception {
    Heard heard = new Heard();
    connect(null, heard).sendBinary(ByteBuffer.wrap(new byte[129]), true).join();
    assertEquals("close 1009", heard.next());
  }

  @Test
  void aFloodIsAnsweredInPartAndTheConnectionLives() throws Exception {
    Heard heard = new Heard();
    WebSocket socket = connect(null, heard);
    for (int seq = 0; seq < 2_000; seq++) {
      socket.sendBinary(ask(seq, 0), true).join();
    }
    TimeAnswer first = heard.answer();
    assertEquals(0, first.seq());
    long last = 0;
    for (Object event = heard.poll(); event != null; event = heard.poll()) {
      last = assertInstanceOf(TimeAnswer.class, event).seq();
      heard.count++;
    }
    assertTrue(heard.count < 1_900, "answers " + heard.count + ", last " + last);
    socket.sendBinary(ask(9_999, 0), true).join();
    assertEquals(9_999, heard.answer().seq());
  }

  @Test
  void pagesOfTheHouseAndTheListMayConnect() throws Exception {
    for (String origin : new String[] {"http://127.0.0.1:8080", "https://casino.example"}) {
      Heard heard = new Heard();
      connect(origin, heard).sendBinary(ask(1, 0), true).join();
      assertEquals(1, heard.answer().seq());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "null", "::"})
  void foreignPagesMayNot(String origin) {
    CompletionException refused =
        assertThrows(CompletionException.class, () -> connect(origin, new Heard()));
    assertEquals(
        403,
        assertInstanceOf(WebSocketHandshakeException.class, refused.getCause())
            .getResponse()
            .statusCode());
  }

  @Test
  void healthAndMetersAreServed() throws Exception {
    assertEquals("{\"status\":\"ok\"}", get("/healthz").body());
    assertEquals("meters", get("/metrics").body());
    assertEquals(404, get("/").statusCode());
    assertEquals(426, get("/time").statusCode());
  }

  @Test
  void aTakenPortIsABindException() {
    InetSocketAddress taken =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    assertThrows(
        BindException.class,
        () ->
            TimeHttpServer.open(
                taken,
                new TimeService(clock, () -> 0, TimeQuality.primary(), new SimpleMeterRegistry()),
                Set.of(),
                () -> ""));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private WebSocket connect(String origin, Heard heard) {
    WebSocket.Builder builder = client.newWebSocketBuilder();
    if (origin != null) {
      builder.header("Origin", origin);
    }
    return builder
        .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/time"), heard)
        .join();
  }

  private static ByteBuffer ask(long seq, long t1) {
    ByteBuffer bytes = ByteBuffer.allocate(TimeAsk.LENGTH);
    new TimeAsk(seq, t1).write(bytes);
    return bytes.flip();
  }

  /** Puts down what a client hears. */
  private static final class Heard implements WebSocket.Listener {
    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();
    private final ByteBuffer partial = ByteBuffer.allocate(256);
    private int count;

    Object next() throws InterruptedException {
      return events.poll(10, TimeUnit.SECONDS);
    }

    Object poll() throws InterruptedException {
      return events.poll(300, TimeUnit.MILLISECONDS);
    }

    TimeAnswer answer() throws InterruptedException {
      return assertInstanceOf(TimeAnswer.class, next());
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      partial.put(data);
      if (last) {
        partial.flip();
        events.add(
            TimeAnswer.parse(partial) instanceof TimeAnswer.Parse.Parsed(TimeAnswer answer)
                ? answer
                : "unreadable");
        partial.clear();
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      events.add("close " + status);
      return null;
    }
  }
}
