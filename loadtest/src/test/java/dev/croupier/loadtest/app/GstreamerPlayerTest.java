package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GStreamer's webrtcbin, with libnice for its ICE, plays a program in VP8. */
class GstreamerPlayerTest {
  private static final int FRAMES = 60;

  @TempDir Path folder;

  @Test
  void webrtcbinPlaysTheSameAddress() throws Exception {
    Vp8Clip clip = Vp8Clip.make(folder.resolve("clip.ivf"), 320, 180);
    String table = TestHouse.ROULETTE.replace("codec: h264", "codec: vp8");
    try (StandardPage reachable = new StandardPage();
        TestHouse house = reachable.house(folder.resolve("data"), table);
        Vp8Camera _ = new Vp8Camera(house, "roulette-1/cam-a", clip)) {
      house.awaitSignal("cam-a", "live");
      Path script =
          Files.writeString(folder.resolve("player.py"), Chromium.resource("whep_webrtcbin.py"));
      Path errors = folder.resolve("errors");
      Process process =
          new ProcessBuilder(
                  "/usr/bin/python3",
                  script.toString(),
                  house.address().resolve("/whep/roulette-1").toString(),
                  house.api().demoToken("player", "gstreamer"),
                  Integer.toString(FRAMES))
              .redirectError(errors.toFile())
              .start();
      String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(10, TimeUnit.SECONDS));
      assertEquals(0, process.exitValue(), Files.readString(errors));

      JsonNode seen = new ObjectMapper().readTree(told);
      assertEquals("", seen.path("error").asText(), told);
      assertTrue(seen.path("frames").asInt() >= FRAMES, told);
      assertTrue(seen.path("sounds").asInt() > 0, told);
      assertTrue(seen.path("sizes").toString().contains("320"), told);
    }
  }
}
