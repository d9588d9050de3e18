package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
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
      JsonNode seen = PythonPlayer.play(house, folder, "whep_webrtcbin.py", "gstreamer", FRAMES);

      assertEquals("", seen.path("error").asText(), seen.toString());
      assertTrue(seen.path("frames").asInt() >= FRAMES, seen.toString());
      assertTrue(seen.path("sounds").asInt() > 0, seen.toString());
      assertTrue(seen.path("sizes").toString().contains("320"), seen.toString());
    }
  }
}
