package dev.croupier.loadtest.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.croupier.time.clock.SystemTableClock;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RelayControlTest {
  private static HttpResponse<String> ask(HttpClient http, String method, URI at, String body)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(at)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void itTellsAndChangesWhatTheRelayDoes() throws Exception {
    try (Relay relay =
            Relay.open(
                RelaySettings.to(URI.create("http://127.0.0.1:1")),
                77,
                SystemTableClock.start(new SplittableRandom(1)));
        RelayControl control = RelayControl.open(relay, 0);
        HttpClient http = HttpClient.newHttpClient()) {
      URI at = control.address();
      HttpResponse<String> changed = ask(http, "PUT", at.resolve("up"), "loss=5% delay=20ms\n");
      assertEquals(200, changed.statusCode());
      assertEquals("delay=20ms loss=5%\n", changed.body());
      assertEquals(Impairment.parse("delay=20ms loss=5%"), relay.impairment(Direction.UP));
      assertEquals(Impairment.NONE, relay.impairment(Direction.DOWN));

      HttpResponse<String> refused = ask(http, "PUT", at.resolve("down"), "delai=20ms");
      assertEquals(400, refused.statusCode());
      assertEquals("unknown word 'delai'; did you mean 'delay'?\n", refused.body());
      assertEquals(400, ask(http, "PUT", at.resolve("down"), "x".repeat(9_000)).statusCode());
      assertEquals(Impairment.NONE, relay.impairment(Direction.DOWN));

      JsonNode told = new ObjectMapper().readTree(ask(http, "GET", at, "").body());
      assertEquals("delay=20ms loss=5%", told.path("up").asText());
      assertEquals("none", told.path("down").asText());
      assertEquals(77, told.path("seed").asLong());
      assertEquals(relay.base().toString(), told.path("base").asText());
      assertTrue(told.path("media").isNull());
      assertEquals(0, told.path("counts").path("up_packets").asLong(-1));

      assertEquals(404, ask(http, "GET", at.resolve("left"), "").statusCode());
      assertEquals(405, ask(http, "GET", at.resolve("up"), "").statusCode());
      assertEquals(405, ask(http, "DELETE", at, "").statusCode());
      try (Socket socket = new Socket(at.getHost(), at.getPort())) {
        socket
            .getOutputStream()
            .write("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n".getBytes());
        String answer = new String(socket.getInputStream().readAllBytes());
        assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
      }

      String complaint =
          assertThrows(IOException.class, () -> RelayControl.open(relay, at.getPort()))
              .getMessage();
      assertTrue(complaint.startsWith("control port " + at.getPort()), complaint);
    }
  }
}
