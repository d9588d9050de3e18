package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Chromium that may use nothing but a relay (as behind a firewall that lets only TURN out) plays
 * a table through a real TURN server, with the credentials that the answer names.
 */
class RelayOnlyViewerTest {
  private static final String SECRET = "a secret that both of them know";

  @TempDir Path folder;

  @Test
  void picturesComeThroughARelayByUdpAndByTcpAndNobodyElseIsLetIn() throws Exception {
    Path secret = Files.writeString(folder.resolve("turn.secret"), SECRET + "\n");
    try (TurnServer turn = TurnServer.start(folder.resolve("turn"), SECRET);
        TestHouse house =
            TestHouse.open(
                folder.resolve("data"),
                "media: {iceServers: [\"%s\", \"%s\"], turnSecretFile: \"%s\"}\n"
                        .formatted(turn.url("udp"), turn.url("tcp"), secret)
                    + TestHouse.ROULETTE);
        Chromium chromium = Chromium.start()) {
      house.testCard("roulette-1/cam-a", 1).start();
      house.awaitSignal("cam-a", "live");
      for (String transport : List.of("udp", "tcp")) {
        JsonNode seen = play(chromium, house, transport, null);
        assertEquals(201, seen.path("status").asInt());
        assertEquals("[\"relay\"]", seen.path("candidates").toString(), seen + turn.log());
        assertEquals("relay", seen.path("local").asText(), seen.toString());
        assertEquals(transport, seen.path("protocol").asText(), seen.toString());
        assertTrue(seen.path("shown").asInt() >= 90, seen.toString());
        assertEquals("[640]", seen.path("widths").toString());
        String user = seen.path("usernames").path(0).asText();
        assertTrue(user.matches("[0-9]{10}:demo/relayed"), user);
      }
      JsonNode forged = play(chromium, house, "udp", "a guess");
      assertEquals("[]", forged.path("candidates").toString(), forged.toString());
      assertTrue(forged.path("errors").toString().contains("401"), forged.toString());
      assertEquals(0, forged.path("shown").asInt());
    }
  }

  /** Plays; with a password of its own making, or with the one it is told. */
  private static JsonNode play(
      Chromium chromium, TestHouse house, String transport, String password) throws Exception {
    Page page = chromium.page(640, 360);
    // A page of the gateway's own origin, whatever it shows.
    page.navigate(house.address().resolve("/").toString());
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("whep", house.address().resolve("/whep/roulette-1").toString());
    arguments.put("token", house.api().demoToken("player", "relayed"));
    arguments.put("transport", transport);
    if (password != null) {
      arguments.put("password", password);
    }
    Object told = page.evaluate(Chromium.resource("relay_viewer.js"), arguments);
    page.context().close();
    return new ObjectMapper().readTree((String) told);
  }
}
