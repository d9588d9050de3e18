package dev.croupier.gateway.media.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.net.MediaSocketConfig;
import dev.croupier.gateway.media.webrtc.SdpFragment;
import dev.croupier.gateway.media.webrtc.SessionLimits;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** PATCH, DELETE and OPTIONS of WHIP and WHEP sessions on a real port (RFC 9725 section 4.3). */
@Timeout(60)
final class SessionRoutesTest {
  private static final String FRAGMENT = "application/trickle-ice-sdpfrag";
  private static final String UFRAG = MediaHouse.UFRAG;
  private static final String CANDIDATE =
      """
      a=ice-ufrag:EsAw
      a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1
      m=video 9 UDP/TLS/RTP/SAVPF 96
      a=mid:0
      a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0 ufrag EsAw
      a=end-of-candidates
      """;
  private static final String RESTART =
      """
      a=ice-ufrag:ysXw
      a=ice-pwd:vw5LmwG4y/e6dPP/zAP9Gp5k
      m=video 9 UDP/TLS/RTP/SAVPF 96
      a=mid:0
      """;

  private MediaHouse house;
  private HttpResponse<String> created;
  private String path;
  private String etag;

  @BeforeEach
  void open() throws Exception {
    IceServers servers =
        new IceServers(
            List.of("stun:stun.example.net", "turn:turn.example.net:3478?transport=udp"),
            "user",
            "pass\"word");
    house = new MediaHouse(MediaSocketConfig.loopback(0), new SessionLimits(0, 0), servers);
    created = house.offer("/whep/roulette-1", MediaHouse.viewersOffer());
    assertEquals(201, created.statusCode(), created.body());
    path = header(created, "Location");
    etag = header(created, "ETag");
  }

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @Test
  void anAnswerNamesItsIceSessionAndTheIceServers() {
    assertTrue(etag.matches("\"[A-Za-z0-9_-]{16,}\""), etag);
    assertEquals(FRAGMENT, header(created, "Accept-Patch"));
    assertEquals(
        "<stun:stun.example.net>; rel=\"ice-server\","
            + " <turn:turn.example.net:3478?transport=udp>; rel=\"ice-server\"; username=\"user\";"
            + " credential=\"pass\\\"word\"; credential-type=\"password\"",
        header(created, "Link"));
  }

  @Test
  void aTrickledCandidateIsTaken() throws Exception {
    HttpResponse<String> answer = patch(CANDIDATE, "If-Match", etag);
    assertEquals(204, answer.statusCode(), answer.body());
    assertEquals("", answer.body());
    assertEquals(etag, header(answer, "ETag"));
    assertEquals(204, patch(CANDIDATE, "If-Match", "\"other\", " + etag).statusCode());
    assertEquals(204, patch("a=end-of-candidates\r\n", "If-Match", etag).statusCode());
  }

  @Test
  void aChangeNeedsTheEtagOfTheIceSession() throws Exception {
    refused(428, "precondition_required", patch(CANDIDATE));
    refused(412, "precondition_failed", patch(CANDIDATE, "If-Match", "\"other\""));
    refused(412, "precondition_failed", patch(CANDIDATE, "If-Match", "W/" + etag));
    refused(412, "precondition_failed", patch(CANDIDATE, "If-Match", ""));
  }

  @Test
  void whatIsNoFragmentIsRefused() throws Exception {
    refused(400, "bad_sdp", patch("{\"candidate\": 1}", "If-Match", etag));
    refused(400, "bad_sdp", patch("a=candidate:nonsense\r\n", "If-Match", etag));
    refused(400, "bad_sdp", patch(CANDIDATE.replace("EsAw", "Else"), "If-Match", etag));
    refused(400, "bad_sdp", patch("a=end-of-candidates\r\n", "If-Match", "*"));
    refused(400, "bad_sdp", patch(RESTART.replace("ysXw", UFRAG), "If-Match", "*"));
    refused(413, "too_large", patch("a=x\r\n".repeat(4_000), "If-Match", etag));
    HttpResponse<String> typed =
        house.send("PATCH", path, CANDIDATE, "Content-Type", "application/sdp", "If-Match", etag);
    refused(415, "unsupported_media_type", typed);
    assertEquals(FRAGMENT, header(typed, "Accept-Patch"));
    assertEquals(204, patch(CANDIDATE, "If-Match", etag).statusCode(), "it lives");
  }

  @Test
  void aRestartGivesNewCredentialsAndANewEtag() throws Exception {
    HttpResponse<String> answer = patch(RESTART, "If-Match", "*");
    assertEquals(200, answer.statusCode(), answer.body());
    assertEquals(FRAGMENT, header(answer, "Content-Type"));
    assertNotEquals(etag, header(answer, "ETag"));
    SdpFragment fragment = SdpFragment.parse(answer.body()).orNull();
    assertFalse(created.body().contains(fragment.ufrag()), answer.body());
    assertFalse(created.body().contains(fragment.password()));
    assertEquals(house.socket.candidates(), fragment.candidates());
    assertTrue(answer.body().startsWith("a=ice-lite\r\n"), answer.body());
    refused(412, "precondition_failed", patch(CANDIDATE, "If-Match", etag));
    assertEquals(
        204,
        patch("a=ice-ufrag:ysXw\r\na=end-of-candidates\r\n", "If-Match", header(answer, "ETag"))
            .statusCode());
  }

  @Test
  void aRestartWhoseAnswerWasLostIsAnsweredAgain() throws Exception {
    HttpResponse<String> first = patch(RESTART, "If-Match", "*");
    HttpResponse<String> again = patch(RESTART, "If-Match", "*");
    assertEquals(200, again.statusCode());
    assertEquals(first.body(), again.body());
    assertEquals(header(first, "ETag"), header(again, "ETag"));
  }

  @Test
  void picturesGoOnThroughRestarts() throws Exception {
    MediaHouse.Guest guest = house.view("vera", house.clients(MediaHouse.LOOPBACK));
    guest.awaitFrames(10);
    for (int i = 0; i < 3; i++) {
      guest.player.restartIce();
      guest.awaitFrames(20);
    }
    // Asked for and never used: the old credentials stay good.
    HttpResponse<String> unused =
        house.sendAs(
            "vera",
            "PATCH",
            guest.player.session().getPath(),
            RESTART,
            "Content-Type",
            FRAGMENT,
            "If-Match",
            "*");
    assertEquals(200, unused.statusCode());
    guest.awaitFrames(20);
    guest.player.restartIce();
    guest.awaitFrames(20);
    assertEquals(2, house.socket.sessions());
  }

  @Test
  void row10_aSessionIsOnlyThereForItsOwner() throws Exception {
    String guessed = path.substring(0, path.length() - 1) + (path.endsWith("0") ? "1" : "0");
    String otherKind = path.replace("whep", "whip");
    assertTrue(path.substring(path.lastIndexOf('/') + 1).length() * 4 >= 128, path);
    for (String method : List.of("PATCH", "DELETE")) {
      String[] headers = {"Content-Type", FRAGMENT, "If-Match", "*"};
      refused(404, "not_found", house.sendAs("mallory", method, path, RESTART, headers));
      refused(404, "not_found", house.send(method, guessed, RESTART, headers));
      refused(404, "not_found", house.send(method, otherKind, RESTART, headers));
      HttpResponse<String> nobody =
          house.http.send(
              HttpRequest.newBuilder(house.uri(path))
                  .method(method, HttpRequest.BodyPublishers.ofString(RESTART))
                  .headers(headers)
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      refused(401, "unauthorized", nobody);
    }
    assertEquals(204, patch(CANDIDATE, "If-Match", etag).statusCode(), "nothing has changed");
    assertEquals(200, house.send("DELETE", path, "").statusCode());
    refused(404, "not_found", house.send("DELETE", path, ""));
    refused(404, "not_found", patch(CANDIDATE, "If-Match", etag));
  }

  @Test
  void optionsSayWhatIsTaken() throws Exception {
    HttpResponse<String> session = options(path, "PATCH");
    assertEquals(204, session.statusCode());
    assertEquals(Set.of("PATCH", "DELETE", "OPTIONS"), words(session, "Allow"), "and no POST");
    assertTrue(header(session, "Accept-Post").isEmpty());
    HttpResponse<String> posted = house.send("POST", path, "", "Content-Type", "application/sdp");
    refused(405, "method_not_allowed", posted);
    assertEquals(Set.of("PATCH", "DELETE", "OPTIONS"), words(posted, "Allow"));
    assertEquals(FRAGMENT, header(session, "Accept-Patch"));
    assertEquals(words(session, "Allow"), words(session, "Access-Control-Allow-Methods"));
    assertTrue(
        words(session, "Access-Control-Allow-Headers")
            .containsAll(Set.of("Authorization", "Content-Type", "If-Match")));
    assertTrue(
        words(session, "Access-Control-Expose-Headers")
            .containsAll(Set.of("Location", "ETag", "Link", "Accept-Patch", "Retry-After")));
    for (String door :
        List.of("/whep/roulette-1", "/whep/roulette-1/cam-a", "/whip/roulette-1/cam-a")) {
      HttpResponse<String> endpoint = options(door, "POST");
      assertTrue(words(endpoint, "Allow").contains("POST"));
      assertEquals("application/sdp", header(endpoint, "Accept-Post"));
      assertTrue(endpoint.headers().firstValue("Link").isEmpty(), "no token, no credentials");
    }
  }

  private HttpResponse<String> options(String at, String method) throws Exception {
    URI uri = house.uri(at);
    return house.http.send(
        HttpRequest.newBuilder(uri)
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
            .header("Origin", "http://" + uri.getAuthority())
            .header("Access-Control-Request-Method", method)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> patch(String body, String... headers) throws Exception {
    String[] all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "Content-Type";
    all[headers.length + 1] = FRAGMENT;
    return house.send("PATCH", path, body, all);
  }

  private static void refused(int status, String code, HttpResponse<String> answer) {
    assertEquals(status, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains('"' + code + '"'), answer.body());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static Set<String> words(HttpResponse<?> answer, String name) {
    return Arrays.stream(header(answer, name).split(", *")).collect(Collectors.toSet());
  }
}
