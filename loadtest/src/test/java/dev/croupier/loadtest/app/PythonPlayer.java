package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A player of others, driven by a script of the tests' resources. */
final class PythonPlayer {
  /** Debian's own interpreter has Debian's libraries. */
  private static final String PYTHON = "/usr/bin/python3";

  private PythonPlayer() {}

  /**
   * Plays the roulette table's program until so many frames were seen; what the script told.
   *
   * @param folder for its files
   * @param script its name among the resources
   * @param player who plays
   */
  static JsonNode play(TestHouse house, Path folder, String script, String player, int frames)
      throws Exception {
    Path file = Files.writeString(folder.resolve("player.py"), Chromium.resource(script));
    Path errors = folder.resolve("errors");
    Process process =
        new ProcessBuilder(
                PYTHON,
                file.toString(),
                house.address().resolve("/whep/roulette-1").toString(),
                house.api().demoToken("player", player),
                Integer.toString(frames))
            .redirectError(errors.toFile())
            .start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), Files.readString(errors));
    return new ObjectMapper().readTree(told);
  }
}
