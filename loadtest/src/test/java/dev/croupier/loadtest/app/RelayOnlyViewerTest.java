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

  /**
   * What a browser says of a server with which it has no connection (W3C WebRTC, section 4.8.2).
   */
  private static final int NOT_REACHABLE = 701;

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
  private static TurnServer impostor;
  private static TestHouse house;
  private static Chromium chromium;

  @BeforeAll
  static void open() throws Exception {
    Path secret = Files.writeString(folder.resolve("turn.secret"), SECRET + "\n");
    TestCertificate known = TestCertificate.make(folder.resolve("known"));
    TestCertificate unknown = TestCertificate.make(folder.resolve("unknown"));
    turn = TurnServer.start(folder.resolve("turn"), SECRET, known);
    impostor = TurnServer.start(folder.resolve("impostor"), SECRET, unknown);
    house =
        TestHouse.open(
            folder.resolve("data"),
            "media: {iceServers: [\"%s\", \"%s\", \"%s\", \"%s\"], turnSecretFile: \"%s\"}\n"
                    .formatted(
                        turn.url("udp"), turn.url("tcp"), turn.tlsUrl(), impostor.tlsUrl(), secret)
                + TestHouse.ROULETTE);
    house.testCard("roulette-1/cam-a", 1).start();
    house.awaitSignal("cam-a", "live");
    // Else it speaks with none whose certificate no authority has signed. It heeds this only with a
    // folder of its own for its data, which the test driver gives it.
    chromium = Chromium.start("--ignore-certificate-errors-spki-list=" + known.publicKeySha256());
  }

  @AfterAll
  static void close() throws Exception {
    chromium.close();
    house.close();
    impostor.close();
    turn.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp", "tcp", "tls"})
  void picturesComeThroughTheRelayThatTheAnswerNames(String transport) throws Exception {
    String server = transport.equals("tls") ? turn.tlsUrl() : turn.url(transport);
    JsonNode seen = play(server, Map.of());
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
    JsonNode seen = play(turn.url("udp"), Map.of("password", "a guess", "awaited", 401));
    assertEquals("[]", seen.path("candidates").toString(), seen.toString());
    assertTrue(seen.path("errors").toString().contains("401"), seen.toString());
    assertEquals(0, seen.path("shown").asInt());
  }

  @Test
  void aRelayWhoseCertificateIsNotTrustedIsNotTalkedTo() throws Exception {
    JsonNode seen = play(impostor.tlsUrl(), Map.of("awaited", NOT_REACHABLE));
    assertEquals("[]", seen.path("candidates").toString(), seen.toString());
    assertTrue(seen.path("errors").toString().contains("" + NOT_REACHABLE), seen.toString());
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

  /**
   * Plays through one of the servers that the answer names.
   *
   * @param more {@code password}: one of its own making; {@code awaited}: the error that ends it
   */
  private static JsonNode play(String server, Map<String, Object> more) throws Exception {
    Page page = chromium.page(640, 360);
    // A page of the gateway's own origin, whatever it shows.
    page.navigate(house.address().resolve("/").toString());
    Map<String, Object> arguments = new HashMap<>(more);
    arguments.put("whep", house.address().resolve("/whep/roulette-1").toString());
    arguments.put("token", house.api().demoToken("player", "relayed"));
    arguments.put("server", server);
    Object told = page.evaluate(Chromium.resource("relay_viewer.js"), arguments);
    page.context().close();
    return new ObjectMapper().readTree((String) told);
  }
}
