package dev.croupier.gateway.media.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.http.Role;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Row 9: hostile descriptions at the real doors are answered 4xx, and soon. */
@Timeout(30)
final class HostileOffersTest {
  private static final String SECTION =
      "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 VP8/90000\r\n";

  private static MediaHouse house;

  @BeforeAll
  static void open() throws Exception {
    house = new MediaHouse();
  }

  @AfterAll
  static void close() throws Exception {
    house.close();
  }

  static Stream<Arguments> hostile() {
    String good = MediaHouse.viewersOffer();
    String media = good.substring(good.indexOf("m="));
    String head = good.substring(0, good.indexOf("m="));
    String candidate = "a=candidate:1 1 udp 1 192.0.2.1 1 typ host\r\n";
    return Stream.of(
        Arguments.of("nothing", 400, ""),
        Arguments.of("empty lines", 400, "\r\n".repeat(10_000)),
        Arguments.of("no section", 400, head),
        Arguments.of("empty sections", 400, head + "m=\r\n".repeat(10_000)),
        Arguments.of(
            "a section of no payload types", 400, head + "m=video 9 UDP/TLS/RTP/SAVPF\r\n"),
        Arguments.of("thousands of sections", 400, head + SECTION.repeat(1_000)),
        Arguments.of("a thousand candidates", 400, good + candidate.repeat(1_000)),
        Arguments.of("more candidates than a body holds", 413, good + candidate.repeat(1_600)),
        Arguments.of("doubled payload types", 400, good + SECTION.replace("96\r", "96 96\r")),
        Arguments.of(
            "thousands of payload types",
            400,
            head + "m=video 9 UDP/TLS/RTP/SAVPF " + numbers(4_000) + "\r\n"),
        Arguments.of("doubled names", 400, good + media),
        Arguments.of(
            "a line of 60,000 letters", 400, good + "a=" + "x".repeat(60_000 - good.length())),
        Arguments.of(
            "a line of nothing but parameters", 400, good + "a=fmtp:96 " + ";".repeat(40_000)),
        Arguments.of("JSON", 400, "{\"type\":\"offer\",\"sdp\":\"v=0\"}"),
        Arguments.of("bytes", 400, "\u0000\u0001\uFFFD".repeat(10_000)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile")
  void row09_hostileDescriptionsAreRefused(String name, int status, String sdp) throws Exception {
    HttpResponse<String> viewer = post("/whep/roulette-1", Role.PLAYER, sdp);
    HttpResponse<String> publisher = post("/whip/roulette-1/cam-a", Role.PUBLISHER, sdp);
    for (HttpResponse<String> answer : List.of(viewer, publisher)) {
      assertEquals(status, answer.statusCode(), answer.body());
      assertTrue(
          answer.body().contains(status == 400 ? "\"bad_sdp\"" : "\"too_large\""), answer.body());
      assertTrue(answer.body().length() < 1_000, "a refusal repeats nothing of it");
    }
  }

  @Test
  void row09_whatIsRefusedLeavesNothingBehindAndAGoodOfferIsTaken() throws Exception {
    int before = house.socket.sessions();
    for (Arguments each : hostile().toList()) {
      post("/whep/roulette-1", Role.PLAYER, (String) each.get()[2]);
    }
    assertEquals(before, house.socket.sessions());
    HttpResponse<String> good = post("/whep/roulette-1", Role.PLAYER, MediaHouse.viewersOffer());
    assertEquals(201, good.statusCode());
  }

  /** Over a connection of its own: one whose body was too large is closed by the server. */
  private static HttpResponse<String> post(String path, Role role, String sdp) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(house.uri(path))
              .POST(HttpRequest.BodyPublishers.ofString(sdp))
              .header("Authorization", "Bearer " + house.token("pia", role))
              .header("Content-Type", "application/sdp")
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static String numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(" "));
  }
}
