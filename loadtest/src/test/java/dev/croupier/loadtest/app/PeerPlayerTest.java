package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
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
      Path script =
          Files.writeString(folder.resolve("player.py"), Chromium.resource("whep_player.py"));
      Path errors = folder.resolve("errors");
      // Debian's own interpreter has Debian's aiortc.
      Process process =
          new ProcessBuilder(
                  "/usr/bin/python3",
                  script.toString(),
                  house.address().resolve("/whep/roulette-1").toString(),
                  house.api().demoToken("player", "aiortc"),
                  Integer.toString(FRAMES))
              .redirectError(errors.toFile())
              .start();
      String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(10, TimeUnit.SECONDS));
      assertEquals(0, process.exitValue(), () -> read(errors));

      JsonNode seen = new ObjectMapper().readTree(told);
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

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
