package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as HLS, in a real Chromium. */
class HlsTest {
  private static final String HLS_ON =
      "() => document.querySelector('video.on[data-engine=hls]')?.videoWidth === 640";

  @TempDir static Path folder;
  private static TestHouse house;
  private static Chromium chromium;

  @BeforeAll
  static void open() throws Exception {
    house = TestHouse.open(folder.resolve("data"), TestHouse.ROULETTE);
    house.testCard("roulette-1/cam-a", 1).start();
    house.awaitSignal("cam-a", "live");
    chromium = Chromium.start();
  }

  @AfterAll
  static void close() throws Exception {
    chromium.close();
    house.close();
  }

  @Test
  void frameNumbersRiseAtTheCamerasRateWithNoRepeatBeyondOne() {
    Page page = chromium.playing(house, "/play/roulette-1?engine=hls");
    page.waitForFunction(HLS_ON);
    List<Recording.Frame> frames = Recording.ofFrames(page, 300).readable().subList(90, 300);
    assertEquals(30, Recording.rate(frames), 0.6, "frames a second");
    int repeats = 0;
    for (int i = 1; i < frames.size(); i++) {
      long step = frames.get(i).number() - frames.get(i - 1).number();
      assertTrue(step >= 0, "never backwards");
      repeats += step == 0 ? 1 : 0;
    }
    assertTrue(repeats <= 1, repeats + " repeats");
    assertEquals(0, page.evaluate("() => window.croupierPeers.length"), "no WebRTC");
    page.context().close();
  }

  @Test
  void aPageThatCannotConnectByWebRtcFallsBackToHlsByItself() {
    Page page = chromium.page(640, 360);
    page.route("**/whep/**", route -> route.fulfill(new Route.FulfillOptions().setStatus(503)));
    page.navigate(house.address().resolve("/play/roulette-1").toString());
    page.waitForFunction(HLS_ON);
    List<Recording.Frame> frames = Recording.ofFrames(page, 60).readable();
    assertTrue(frames.getLast().number() > frames.getFirst().number() + 30);
    page.context().close();
  }
}
