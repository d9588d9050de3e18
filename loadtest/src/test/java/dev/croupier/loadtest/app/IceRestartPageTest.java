package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Chromium plays H.264 from another origin by UDP and, told no other candidates, by TCP; it
 * restarts ICE by PATCH in the midst.
 */
class IceRestartPageTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"udp", "tcp"})
  void playsAndRestartsIce(String transport) throws Exception {
    try (StandardPage standard = new StandardPage();
        TestHouse house = standard.house(folder.resolve("data"), TestHouse.ROULETTE);
        Chromium chromium = Chromium.start()) {
      Page page = chromium.page(640, 360);
      page.navigate(
          standard.playing(
              house.address().resolve("/whep/roulette-1"),
              house.api().demoToken("player", "chromium"),
              transport));
      JsonNode seen = standard.success("video/H264");
      assertEquals(transport, seen.path("protocol").asText(), seen.toString());
      assertEquals("[640]", seen.path("widths").toString());
    }
  }
}
