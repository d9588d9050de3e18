package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.croupier.gateway.media.peer.PeerRefusedException;
import dev.croupier.gateway.media.peer.WhipPublisher;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must not come in, at the real doors: a typed refusal, and the house goes on. */
class BadInputTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WHIP = "/whip/roulette-1/cam-a";
  private static final String BETS = "/api/v1/bets";
  private static final long OPENING = 100_000;

  @TempDir Path folder;
  private TestHouse house;

  @BeforeEach
  void open() throws Exception {
    house = TestHouse.open(folder.resolve("data"), TestHouse.ROULETTE);
  }

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  private record Told(int status, String type, byte[] bytes) {
    JsonNode json() throws Exception {
      return JSON.readTree(bytes);
    }

    String code() throws Exception {
      return json().path("code").asText();
    }
  }

  private Told post(String path, String token, String type, String key, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(house.address().resolve(path))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    return told(request.build());
  }

  private Told get(String path, String token) throws Exception {
    return told(
        HttpRequest.newBuilder(house.address().resolve(path))
            .header("Authorization", "Bearer " + token)
            .build());
  }

  private Told told(HttpRequest request) throws Exception {
    HttpResponse<byte[]> response =
        house.api().http().send(request, HttpResponse.BodyHandlers.ofByteArray());
    return new Told(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        response.body());
  }

  private void refused(int status, String code, Told told) throws Exception {
    assertEquals(status, told.status(), new String(told.bytes(), StandardCharsets.UTF_8));
    assertEquals("application/problem+json", told.type());
    assertEquals(code, told.code());
    assertEquals(status, told.json().path("status").asInt());
  }

  private Told offer(String path, String token, String sdp) throws Exception {
    return post(path, token, "application/sdp", null, sdp);
  }

  private WhipPublisher publish(String token) throws Exception {
    return house.publish(
        token,
        new WhipPublisher.Listener() {
          @Override
          public void keyframeRequested() {
            // What is sent here is made already.
          }

          @Override
          public void closed(String reason) {
            // The signal's state tells it.
          }
        });
  }

  @Test
  void publishersWithBadOffersAndTokensAreRefusedByType() throws Exception {
    String publisher = house.api().demoToken("publisher", "encoder");
    String player = house.api().demoToken("player", "somebody");
    for (String sdp : List.of("", "hello", "v=0\r\nm=video", "v=0\r\n".repeat(5_000), "\0\0\0")) {
      refused(400, "bad_sdp", offer(WHIP, publisher, sdp));
      refused(400, "bad_sdp", offer("/whep/roulette-1", player, sdp));
    }
    refused(401, "unauthorized", offer(WHIP, null, "v=0"));
    refused(401, "unauthorized", offer(WHIP, publisher + "x", "v=0"));
    refused(403, "forbidden", offer(WHIP, player, "v=0"));
    refused(403, "forbidden", offer("/whep/roulette-1/cam-a", player, "v=0"));
    refused(404, "unknown_table", offer("/whip/roulette-9/cam-a", publisher, "v=0"));
    refused(404, "unknown_table", offer("/whep/roulette-9", player, "v=0"));
    servesOn();
  }

  @Test
  void aSecondPublisherOnALiveSignalIsRefusedAndTheFirstOneStays() throws Exception {
    house.testCard("roulette-1/cam-a", 1).start();
    house.awaitSignal("cam-a", "live");
    String token = house.api().demoToken("publisher", "second");
    PeerRefusedException refusal =
        assertThrows(PeerRefusedException.class, () -> publish(token).close());
    assertEquals(409, refusal.status());
    assertEquals(true, refusal.getMessage().contains("\"signal_taken\""), refusal.getMessage());
    house.awaitSignal("cam-a", "live");
  }

  @Test
  void pictureWithBFramesEndsItsSessionAndTheSignalSaysWhy() throws Exception {
    List<byte[]> frames = pictureWithBFrames();
    try (WhipPublisher publisher = publish(house.api().demoToken("publisher", "x264"))) {
      publisher.ready().get(20, TimeUnit.SECONDS);
      long start = house.ground().clock().nowMicros();
      for (int i = 0; i < frames.size(); i++) {
        publisher.video(frames.get(i), start + i * 33_333L);
      }
      JsonNode signal = house.awaitSignal("cam-a", "refused");
      assertEquals("b_frames", signal.path("reason").asText());
    }
    house.testCard("roulette-1/cam-a", 1).start();
    house.awaitSignal("cam-a", "live");
    servesOn();
  }

  @Test
  void betsThatMustNotBeAreRefusedAndOnlyTheRefusalIsStored() throws Exception {
    String dealer = house.api().demoToken("dealer", "dealer");
    String player = house.api().demoToken("player", "ann");
    Told opened =
        post(
            "/api/v1/tables/roulette-1/rounds",
            dealer,
            "application/json",
            "open-1",
            "{\"bettingMs\": 30000}");
    String round = opened.json().path("round").asText();

    refusedBet(player, "unknown-round", slip("roulette-1-none", "red", "100"), "unknown_round");
    refusedBet(player, "zero", slip(round, "red", "0"), "invalid_stake");
    refusedBet(player, "negative", slip(round, "red", "-100"), "invalid_stake");
    refusedBet(player, "least", slip(round, "red", "-9223372036854775808"), "invalid_stake");
    refusedBet(player, "unknown", slip(round, "straight:37", "100"), "unknown_spot");
    refusedBet(player, "small", slip(round, "red", "50"), "below_minimum");
    refusedBet(player, "large", slip(round, "red", "200100"), "above_maximum");
    refusedBet(player, "largest", slip(round, "red", "9223372036854775807"), "above_maximum");
    refusedBet(player, "odd", slip(round, "red", "150"), "step");
    refusedBet(player, "rich", slip(round, "red", "100100"), "insufficient_funds");
    balanceIs(player, OPENING);

    for (String stake :
        List.of("9223372036854775808", "1.5", "1e2", "\"100\"", "null", "true", "NaN", "[]")) {
      Told told = post(BETS, player, "application/json", "no-integer", slip(round, "red", stake));
      refused(400, "malformed", told);
      assertEquals(404, get(BETS + "/by-key/no-integer", player).status());
    }
    refused(
        400, "malformed", post(BETS, player, "application/json", "cut", "{\"round\": \"" + round));
    refused(
        400,
        "missing_idempotency_key",
        post(BETS, player, "application/json", null, slip(round, "red", "100")));
    refused(
        403,
        "forbidden",
        post(BETS, dealer, "application/json", "dealer", slip(round, "red", "100")));

    Told good = post(BETS, player, "application/json", "good", slip(round, "red", "100"));
    assertEquals(201, good.status());
    Told again = post(BETS, player, "application/json", "good", slip(round, "red", "100"));
    assertEquals(201, again.status());
    assertArrayEquals(good.bytes(), again.bytes());
    refused(
        422,
        "idempotency_mismatch",
        post(BETS, player, "application/json", "good", slip(round, "red", "200")));
    assertArrayEquals(good.bytes(), get(BETS + "/by-key/good", player).bytes());
    balanceIs(player, OPENING - 100);

    assertEquals(
        200,
        post("/api/v1/rounds/" + round + "/close", dealer, "application/json", "close-1", "{}")
            .status());
    refusedBet(player, "late", slip(round, "red", "100"), "betting_closed");
    balanceIs(player, OPENING - 100);
    JsonNode bets = get("/api/v1/rounds/" + round, player).json().path("bets");
    assertEquals(1, bets.size(), bets.toString());
    servesOn();
  }

  private static String slip(String round, String spot, String stake) {
    return "{\"round\": \"%s\", \"items\": [{\"spot\": \"%s\", \"stakeMinor\": %s}]}"
        .formatted(round, spot, stake);
  }

  private void refusedBet(String player, String key, String slip, String code) throws Exception {
    Told told = post(BETS, player, "application/json", key, slip);
    refused(422, code, told);
    Told stored = get(BETS + "/by-key/" + key, player);
    assertEquals(422, stored.status());
    assertArrayEquals(told.bytes(), stored.bytes());
  }

  private void balanceIs(String player, long minor) throws Exception {
    JsonNode wallet = get("/api/v1/wallets/ann", player).json();
    assertEquals(minor, wallet.path("balanceMinor").asLong());
  }

  private void servesOn() throws Exception {
    assertEquals(200, house.api().get("/api/v1/tables/roulette-1", null).status());
  }

  /** Frames as x264 makes them by itself, each behind its access unit delimiter. */
  private static List<byte[]> pictureWithBFrames() throws Exception {
    Process encoder =
        new ProcessBuilder(
                "/usr/bin/ffmpeg",
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                "testsrc=s=640x360:r=30",
                "-frames:v",
                "60",
                "-pix_fmt",
                "yuv420p",
                "-c:v",
                "libx264",
                "-bf",
                "2",
                "-profile:v",
                "main",
                "-g",
                "30",
                "-x264-params",
                "aud=1",
                "-f",
                "h264",
                "-")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    byte[] stream = encoder.getInputStream().readAllBytes();
    assertEquals(0, encoder.waitFor());
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i + 4 < stream.length; i++) {
      boolean code =
          stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 0 && stream[i + 3] == 1;
      if (code && (stream[i + 4] & 31) == 9) {
        starts.add(i);
      }
    }
    starts.add(stream.length);
    List<byte[]> frames = new ArrayList<>();
    for (int i = 1; i < starts.size(); i++) {
      frames.add(Arrays.copyOfRange(stream, starts.get(i - 1), starts.get(i)));
    }
    assertEquals(60, frames.size());
    return frames;
  }
}
