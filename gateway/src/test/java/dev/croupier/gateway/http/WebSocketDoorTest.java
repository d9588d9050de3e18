package dev.croupier.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebSocketDoorTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server;

  /** Sends back what it gets. */
  public static final class Echo extends Session.Listener.AbstractAutoDemanding {
    @Override
    public void onWebSocketText(String message) {
      getSession().sendText(message, Callback.NOOP);
    }
  }

  @BeforeEach
  void start() throws Exception {
    server =
        HttpServer.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .clock(new TestClock())
            .webSocket("/ws", (request, response, callback) -> new Echo())
            .webSocket(
                "/tiny", (request, response, callback) -> new Echo(), 24, Duration.ofSeconds(9))
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  @Test
  void aNativeClientSpeaks() throws Exception {
    Heard heard = new Heard();
    WebSocket socket = open("/ws", null, heard);
    socket.sendText("hello", true).join();
    assertEquals("text hello", heard.next());
    socket.sendText("x".repeat(60_000), true).join();
    assertEquals("text " + "x".repeat(60_000), heard.next());
    socket.sendClose(1000, "").join();
    assertEquals("close 1000", heard.next());
  }

  @Test
  void aMessageBeyondTheLimitOfItsDoorClosesWith1009() throws Exception {
    Heard heard = new Heard();
    open("/tiny", null, heard).sendText("x".repeat(25), true).join();
    assertEquals("close 1009", heard.next());
    Heard large = new Heard();
    open("/ws", null, large).sendText("x".repeat(70_000), true).join();
    assertEquals("close 1009", large.next());
  }

  @Test
  void fragmentsAddUpToTheLimit() throws Exception {
    Heard heard = new Heard();
    WebSocket socket = open("/tiny", null, heard);
    socket.sendText("x".repeat(20), false).join();
    socket.sendText("x".repeat(20), true).join();
    assertEquals("close 1009", heard.next());
  }

  @Test
  void itsOwnPageMayConnect() throws Exception {
    Heard heard = new Heard();
    open("/ws", server.uri().toString(), heard).sendText("hi", true).join();
    assertEquals("text hi", heard.next());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "null", ""})
  void aForeignPageIsRefusedBeforeTheUpgrade(String origin) {
    CompletionException refused =
        assertThrows(CompletionException.class, () -> open("/ws", origin, new Heard()));
    WebSocketHandshakeException handshake = (WebSocketHandshakeException) refused.getCause();
    assertEquals(403, handshake.getResponse().statusCode());
  }

  @Test
  void aPlainRequestIsToldToUpgrade() throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(server.uri() + "/ws")).build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(426, answer.statusCode());
    assertEquals("websocket", answer.headers().firstValue("Upgrade").orElseThrow());
  }

  @Test
  void theServerEndsWithItsSocketsOpen() throws Exception {
    Heard heard = new Heard();
    open("/ws", null, heard).sendText("hi", true).join();
    assertEquals("text hi", heard.next());
    server.close();
    assertEquals("close 1001", heard.next());
  }

  private WebSocket open(String path, String origin, Heard heard) {
    WebSocket.Builder builder = client.newWebSocketBuilder();
    if (origin != null) {
      builder.header("Origin", origin);
    }
    return builder.buildAsync(URI.create("ws://127.0.0.1:" + server.port() + path), heard).join();
  }

  /** Puts down what a client hears. */
  private static final class Heard implements WebSocket.Listener {
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();

    String next() throws InterruptedException {
      return events.poll(10, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        events.add("text " + text);
        text.setLength(0);
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
