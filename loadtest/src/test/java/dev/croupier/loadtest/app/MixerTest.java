package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.croupier.gateway.media.peer.WhepPlayer;
import dev.croupier.loadtest.studio.GatewayApi;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A studio with one mixer: real ffmpeg sends sound alone by plain RTP. */
final class MixerTest {
  private static final String CUTS = "/api/v1/tables/roulette-1/handovers";

  @TempDir Path folder;

  @Test
  void itsSoundGoesWithACamerasPicture() throws Exception {
    int port = FfmpegSender.freePort();
    List<Long> sounds = new CopyOnWriteArrayList<>();
    WhepPlayer.Listener ears =
        new WhepPlayer.Listener() {
          @Override
          public void audio(long rtpTime, long captureMicros, long arrivalMicros) {
            sounds.add(rtpTime);
          }
        };
    try (TestHouse house = TestHouse.open(folder.resolve("data"), TestHouse.ROULETTE);
        HttpClient http = HttpClient.newHttpClient();
        FfmpegSender sender = FfmpegSender.startSound(port, folder.resolve("mixer.sdp"))) {
      house.testCard("roulette-1/cam-a", 1, "360p25", "bitrate=500k", "audio=none").start();
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(
                      house.address().resolve("/api/v1/tables/roulette-1/signals/mixer/rtp"))
                  .header("Content-Type", "application/sdp")
                  .header("Authorization", "Bearer " + house.api().demoToken("publisher", "desk"))
                  .PUT(HttpRequest.BodyPublishers.ofString(sender.description()))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertEquals(201, answer.statusCode(), answer.body());
      assertTrue(answer.body().contains("m=audio " + port + " RTP/AVP"), answer.body());
      JsonNode mixer = house.awaitSignal("mixer", "live");
      assertEquals("sound_only", mixer.path("reason").asText());
      assertTrue(mixer.path("codec").isNull() && mixer.path("audible").asBoolean());
      awaitProgram(house, "signal", "cam-a");

      String operator = house.api().demoToken("operator", "test");
      GatewayApi.Answer shown =
          house.api().post(CUTS, operator, "1", GatewayApi.object().put("to", "mixer"));
      assertEquals(422, shown.status());
      assertEquals("incompatible", shown.body().path("code").asText());

      try (WhepPlayer player =
          WhepPlayer.play(
              house.address().resolve("/whep/roulette-1"),
              house.api().demoToken("player", "ears"),
              "",
              http,
              house.transports(),
              house.ground().clock(),
              house.ground().random(),
              ears)) {
        Seams.await(() -> sounds.size() >= 50);
        assertTrue(
            house
                .api()
                .get("/api/v1/tables/roulette-1", null)
                .body()
                .at("/program/heard")
                .isNull());
        JsonNode cut = Seams.cut(house, "cam-a", GatewayApi.object().put("audio", "mixer"));
        assertEquals("mixer", cut.path("heard").asText());
        awaitProgram(house, "heard", "mixer");
        int before = sounds.size();
        Seams.await(() -> sounds.size() >= before + 100);
        sender.quit();
        awaitProgram(house, "heard", "null");
        int after = sounds.size();
        Seams.await(() -> sounds.size() >= after + 50);
        assertEquals(0, player.figures().get().audio().gaps(), "one sequence without a hole");
      }
      for (int i = 1; i < sounds.size(); i++) {
        assertEquals(960, sounds.get(i) - sounds.get(i - 1), "never a pause, never an end");
      }
    }
  }

  private static void awaitProgram(TestHouse house, String field, String wanted) throws Exception {
    JsonNode _ =
        house.await(
            "/api/v1/tables/roulette-1",
            null,
            table -> table.path("program").path(field).asText().equals(wanted));
  }
}
