package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A publisher that dies and one that comes: the viewer's picture plays on. */
class SlateTest {
  private static final int FIRST = 21;
  private static final int SECOND = 22;
  private static final double LONGEST_PAUSE_MILLIS = 2_500;

  @TempDir Path folder;

  @Test
  void aDeadPublisherGivesWayToTheSlateAndTheNextOneIsSeenInTheSameSession() throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), TestHouse.ROULETTE);
        Chromium chromium = Chromium.start()) {
      var dying = house.testCard("roulette-1/cam-a", FIRST);
      dying.start();
      house.awaitSignal("cam-a", "live");
      Page page = chromium.page(640, 360);
      List<String> asked = new CopyOnWriteArrayList<>();
      page.onRequest(
          request -> {
            if (request.url().contains("/whep/")) {
              asked.add(request.method());
            }
          });
      page.navigate(house.address().resolve("/play/roulette-1").toString());
      page.waitForFunction("() => document.querySelector('video.on')?.videoWidth > 0");
      Recording.start(page);
      Recording.more(page, 30);

      dying.kill();
      page.waitForFunction(
          "() => window.recorded.length > 45 && window.recorded.slice(-45).every(r => !r.strip)");
      int slateTo = Recording.read(page).frames().size();
      house.testCard("roulette-1/cam-a", SECOND).start();
      page.waitForFunction(
          "camera => window.recorded.filter(r => r.strip?.camera === camera).length >= 60", SECOND);

      List<Recording.Frame> frames = Recording.read(page).frames();
      assertEquals(-1, frames.get(slateTo - 1).camera());
      assertEquals(SECOND, frames.getLast().camera());
      for (int i = 1; i < frames.size(); i++) {
        double pause = frames.get(i).shownMillis() - frames.get(i - 1).shownMillis();
        assertTrue(pause < LONGEST_PAUSE_MILLIS, "the picture stood still for " + pause + " ms");
      }
      assertEquals(List.of("POST"), asked, "one WHEP session");
      assertEquals(1, page.evaluate("() => window.croupierPeers.length"), "one connection");
      assertEquals(
          "connected", page.evaluate("() => window.croupierPeers[0].connectionState"), "alive");
    }
  }
}
