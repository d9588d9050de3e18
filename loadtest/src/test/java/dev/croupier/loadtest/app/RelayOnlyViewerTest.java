package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A Chromium that may use nothing but a relay (as behind a firewall that lets only TURN out) plays
 * a table through a real TURN server, with the credentials that the answer names.
 */
class RelayOnlyViewerTest {
  private static final String SECRET = "a secret that both of them know";

  /** A browser behind such a firewall. */
  private static final String RELAYS_ONLY =
      """
      RTCPeerConnection = class extends RTCPeerConnection {
        constructor(c) { super({ ...c, iceTransportPolicy: 'relay' }); }
      };
      """;

  private static final String PLAYS_BY_WEBRTC =
      """
      () => window.croupierPeers.at(-1)?.connectionState === 'connected'
        && document.querySelector('video.on')?.videoWidth > 0
        && document.querySelector('video.on').srcObject
      """;

  @TempDir static Path folder;
  private static TurnServer turn;
  private static TestHouse house;
  private static Chromium chromium;

  @BeforeAll
  static void open() throws Exception {
    Path secret = Files.writeString(folder.resolve("turn.secret"), SECRET + "\n");
    turn = TurnServer.start(folder.resolve("turn"), SECRET);
    house =
        TestHouse.open(
            folder.resolve("data"),
            "media: {iceServers: [\"%s\", \"%s\"], turnSecretFile: \"%s\"}\n"
                    .formatted(turn.url("udp"), turn.url("tcp"), secret)
                + TestHouse.ROULETTE);
    house.testCard("roulette-1/cam-a", 1).start();
    house.awaitSignal("cam-a", "live");
    chromium = Chromium.start();
  }

  @AfterAll
  static void close() throws Exception {
    chromium.close();
    house.close();
    turn.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp", "tcp"})
  void picturesComeThroughTheRelayThatTheAnswerNames(String transport) throws Exception {
    JsonNode seen = play(transport, null);
    assertEquals(201, seen.path("status").asInt());
    assertEquals("[\"relay\"]", seen.path("candidates").toString(), seen + turn.log());
    assertEquals("relay", seen.path("local").asText(), seen.toString());
    assertEquals(transport, seen.path("protocol").asText(), seen.toString());
    assertTrue(seen.path("shown").asInt() >= 90, seen.toString());
    assertEquals("[640]", seen.path("widths").toString());
    String user = seen.path("usernames").path(0).asText();
    assertTrue(user.matches("[0-9]{10}:demo/relayed"), user);
  }

  @Test
  void whoDoesNotHaveThePasswordIsNotLetIn() throws Exception {
    JsonNode seen = play("udp", "a guess");
    assertEquals("[]", seen.path("candidates").toString(), seen.toString());
    assertTrue(seen.path("errors").toString().contains("401"), seen.toString());
    assertEquals(0, seen.path("shown").asInt());
  }

  @Test
  void ourOwnPageTakesTheRelayOnceNothingElseHasWorked() {
    Page page = chromium.page(640, 360);
    page.addInitScript(RELAYS_ONLY);
    page.navigate(house.address().resolve("/play/roulette-1").toString());
    page.waitForFunction(PLAYS_BY_WEBRTC);
    page.context().close();
  }

  /** Plays; with a password of its own making, or with the one it is told. */
  private static JsonNode play(String transport, String password) throws Exception {
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
