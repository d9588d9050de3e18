package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The studio beeps on each whole second: the picture shows that second when the beep is heard. */
class LipSyncTest {
  private static final int BEEPS = 5;
  private static final int SETTLED_BEEPS = 25;
  private static final double WITHIN_MILLIS = 45;
  private static final long SECOND_MICROS = 1_000_000;

  @TempDir Path folder;

  @Test
  void beepsAreHeardWithinFortyFiveMillisecondsOfTheirFrame() throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), TestHouse.ROULETTE);
        Chromium chromium = Chromium.start()) {
      house.testCard("roulette-1/cam-a", 1).start();
      house.awaitSignal("cam-a", "live");
      Page page = chromium.playing(house, "/play/roulette-1");
      Recording.start(page);
      page.evaluate(Chromium.resource("beeps.js"));
      List<Double> apart = new ArrayList<>();
      // Chromium brings sound and picture together by small steps; how far they begin apart depends
      // on how busy the machine is.
      for (int beeps = BEEPS; ; beeps++) {
        page.waitForFunction("n => window.croupierBeeps().length >= n", beeps);
        int frames = Recording.read(page).readable().size();
        List<Recording.Frame> shown = Recording.more(page, frames + 15).readable();
        List<?> heard = (List<?>) page.evaluate("() => window.croupierBeeps()");
        apart.clear();
        for (Object beep : heard.subList(beeps - BEEPS, beeps)) {
          apart.add(late(shown, ((Number) beep).doubleValue()));
        }
        List<Double> sorted = apart.stream().map(Math::abs).sorted().toList();
        if (sorted.get(BEEPS / 2) <= WITHIN_MILLIS) {
          return;
        }
        assertTrue(beeps < SETTLED_BEEPS, "beeps were late by " + apart + " ms");
      }
    }
  }

  /** By how much a beep heard at this moment lies behind the second in the picture. */
  private static double late(List<Recording.Frame> shown, double heardMillis) {
    for (int i = 1; i < shown.size(); i++) {
      if (shown.get(i).shownMillis() > heardMillis) {
        Recording.Frame frame = shown.get(i - 1);
        double table = frame.timeMicros() + (heardMillis - frame.shownMillis()) * 1_000;
        return (table - Math.rint(table / SECOND_MICROS) * SECOND_MICROS) / 1_000;
      }
    }
    throw new AssertionError("no frame was shown after the beep");
  }
}
