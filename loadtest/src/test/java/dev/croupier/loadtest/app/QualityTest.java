package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.croupier.gateway.control.wire.ClientEncoder;
import dev.croupier.gateway.control.wire.ClientMessage;
import dev.croupier.gateway.control.wire.Contract;
import dev.croupier.gateway.control.wire.ServerFrame;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.media.peer.ReceivedFrame;
import dev.croupier.gateway.media.peer.WhepPlayer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quality of one session measured at both ends, over real sockets: a camera, a viewer, a page. */
final class QualityTest {
  private static final String TABLE = "roulette-1";
  private static final int FRAMES = 20;

  @TempDir Path folder;

  /** A page's control socket: hears its session's name. */
  private static final class Page implements WebSocket.Listener {
    private final CompletableFuture<String> session = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        ServerFrame.parse(partial.toString())
            .filter(frame -> frame.type().equals("welcome"))
            .ifPresent(frame -> session.complete(frame.body().path("session").textValue()));
        partial.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  private static final class Eyes implements WhepPlayer.Listener {
    private final CountDownLatch enough = new CountDownLatch(FRAMES);

    @Override
    public void frame(ReceivedFrame frame) {
      enough.countDown();
    }

    @Override
    public void closed(String reason) {}
  }

  @Test
  void aFreezeWhileLossReadsZeroIsSeenBesideWhatTheServerMeasured() throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), TestHouse.ROULETTE);
        HttpClient http = HttpClient.newHttpClient()) {
      house.testCard(TABLE + "/cam-a", 1).start();
      house.awaitSignal("cam-a", "live");
      String player = house.api().demoToken("player", "ann");
      String operator = house.api().demoToken("operator", "olga");

      Page page = new Page();
      URI address = URI.create("ws://" + house.address().getAuthority() + "/ws");
      WebSocket socket =
          http.newWebSocketBuilder()
              .subprotocols(Contract.SUBPROTOCOL)
              .buildAsync(address, page)
              .get(10, TimeUnit.SECONDS);
      try {
        say(socket, new ClientMessage.Hello(player, new TableId(TABLE), null, List.of(1), null));
        String session = page.session.get(10, TimeUnit.SECONDS);

        Eyes eyes = new Eyes();
        WhepPlayer viewer = play(house, http, player, session, eyes);
        WhepPlayer stranger =
            play(house, http, house.api().demoToken("player", "eve"), session, new Eyes());
        assertTrue(eyes.enough.await(20, TimeUnit.SECONDS), "pictures come");
        say(
            socket,
            new ClientMessage.QosReport(
                Map.of(
                    "joinMs", 250.0,
                    "packetsReceived", 500.0,
                    "packetsLost", 0.0,
                    "framesDecoded", 60.0,
                    "freezeCount", 1.0,
                    "freezeMs", 1_200.0)));

        JsonNode qos =
            house.await(
                "/api/v1/sessions/" + session + "/qos",
                operator,
                now ->
                    !now.path("page").isNull()
                        && now.path("viewers").path(0).path("rttMs").isNumber());
        assertEquals(TABLE, qos.path("table").textValue());
        assertEquals(1, qos.path("page").path("freezeCount").intValue());
        assertEquals(1_200, qos.path("page").path("freezeMs").doubleValue());
        assertEquals(0, qos.path("page").path("packetsLost").intValue());
        assertEquals(
            1, qos.path("viewers").size(), "a stranger under the session's name is not it");
        JsonNode measured = qos.path("viewers").path(0);
        assertEquals(TABLE, measured.path("show").textValue());
        assertEquals(0, measured.path("packetsLost").intValue());
        assertTrue(measured.path("joinMs").doubleValue() > 0, measured.toString());
        assertTrue(measured.path("rttMs").doubleValue() < 1_000, measured.toString());
        assertTrue(measured.path("framesSent").longValue() > 0, measured.toString());

        // The media plane is read once a second.
        String metrics = metricsWith("media_jitter_ms", house, http);
        assertEquals(1, sample(metrics, "page_freezes_total"));
        assertEquals(1, sample(metrics, "page_freezes_without_loss_freezes_total"));
        assertEquals(1.2, sample(metrics, "page_frozen_seconds_total"));
        assertFalse(metrics.contains(session), "a session is never a tag");
        viewer.close();
        stranger.close();
      } finally {
        socket.abort();
      }
    }
  }

  private static WhepPlayer play(
      TestHouse house, HttpClient http, String token, String session, Eyes eyes) throws Exception {
    return WhepPlayer.play(
        house.address().resolve("/whep/" + TABLE),
        token,
        session,
        http,
        house.transports(),
        house.ground().clock(),
        house.ground().random(),
        eyes);
  }

  /** What Prometheus reads, as soon as a meter is among it. */
  private static String metricsWith(String name, TestHouse house, HttpClient http)
      throws Exception {
    URI door = URI.create("http://127.0.0.1:" + house.ground().admin().port() + "/metrics");
    long deadline = house.ground().clock().nowMicros() + 10_000_000;
    String metrics;
    do {
      LockSupport.parkNanos(100_000_000);
      metrics =
          http.send(HttpRequest.newBuilder(door).build(), HttpResponse.BodyHandlers.ofString())
              .body();
    } while (!metrics.contains(name) && house.ground().clock().nowMicros() < deadline);
    assertTrue(metrics.contains(name), name + " is measured");
    return metrics;
  }

  private static void say(WebSocket socket, ClientMessage message) {
    socket.sendText(ClientEncoder.encode(message), true).join();
  }

  /** The one sample of a meter at the table. */
  private static double sample(String metrics, String name) {
    List<String> lines =
        metrics
            .lines()
            .filter(line -> line.startsWith(name + "{") && line.contains("table=\"" + TABLE + "\""))
            .toList();
    assertEquals(1, lines.size(), name + ": " + lines);
    return Double.parseDouble(lines.getFirst().substring(lines.getFirst().lastIndexOf(' ') + 1));
  }
}
