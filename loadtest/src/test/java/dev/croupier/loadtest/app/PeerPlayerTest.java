package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A player that is neither ours nor a browser: aiortc, with its own ICE, DTLS, SRTP and decoder.
 */
class PeerPlayerTest {
  private static final int FRAMES = 90;

  /** Pictures of a GOP. */
  private static final int CATCH_UP = 30;

  @TempDir Path folder;

  @Test
  void aiortcPlaysTheSameAddress() throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), TestHouse.ROULETTE)) {
      house.testCard("roulette-1/cam-a", 1).start();
      house.awaitSignal("cam-a", "live");
      JsonNode seen = PythonPlayer.play(house, folder, "whep_player.py", "aiortc", FRAMES);

      assertEquals("[[640,360]]", seen.path("sizes").toString());
      assertEquals(FRAMES, seen.path("times").size());
      // At first it catches up: those pictures come closer, and are stamped so.
      long first = seen.path("times").get(CATCH_UP).asLong();
      long last = seen.path("times").get(FRAMES - 1).asLong();
      double seconds = (last - first) / 90_000.0;
      assertEquals((FRAMES - 1 - CATCH_UP) / 30.0, seconds, 0.3, "frames of 30 a second");
      assertEquals(48_000, seen.path("sampleRate").asInt());
      assertTrue(seen.path("loudest").asInt() > 3_000, "a beep was heard: " + seen.path("loudest"));
    }
  }
}
