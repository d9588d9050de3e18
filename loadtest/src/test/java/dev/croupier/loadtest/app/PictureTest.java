package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Encoded cameras → WHIP → the program → WHEP → a real Chromium, judged by the pictures it shows.
 */
class PictureTest {
  @TempDir static Path folder;
  private static TestHouse house;
  private static Chromium chromium;

  @BeforeAll
  static void open() throws Exception {
    house = TestHouse.open(folder.resolve("data"), TestHouse.ROULETTE);
    house.startHouse();
    chromium = Chromium.start();
  }

  @AfterAll
  static void close() throws Exception {
    chromium.close();
    house.close();
  }

  private static Page player() {
    Page page = chromium.page(640, 360);
    page.navigate(house.address().resolve("/play/roulette-1").toString());
    page.waitForFunction("() => document.querySelector('video')?.videoWidth > 0");
    return page;
  }

  @Test
  void frameNumbersRiseAtTheCamerasRateWithNoRepeatBeyondOne() {
    Page page = player();
    List<Recording.Frame> frames = Recording.ofFrames(page, 240).readable().subList(30, 240);
    Recording.Frame first = frames.getFirst();
    Recording.Frame last = frames.getLast();
    double seconds = (last.shownMillis() - first.shownMillis()) / 1_000;
    double rate = (last.number() - first.number()) / seconds;
    assertEquals(30, rate, 0.6, "frames a second");
    int repeats = 0;
    for (int i = 1; i < frames.size(); i++) {
      assertTrue(
          frames.get(i).number() >= frames.get(i - 1).number(),
          "never backwards: " + frames.get(i - 1) + " then " + frames.get(i));
      if (frames.get(i).number() == frames.get(i - 1).number()) {
        repeats++;
      }
    }
    assertTrue(repeats <= 1, repeats + " repeats");
    page.context().close();
  }

  @Test
  void twoViewersWhoJoinedAtDifferentTimesShowTheSameFrame() {
    Page early = player();
    Recording.start(early);
    Recording.more(early, 60);
    Page late = player();
    Recording.start(late);
    Recording.more(late, 150);
    List<Recording.Frame> of = Recording.read(early).readable();
    List<Recording.Frame> lateFrames = Recording.read(late).readable();
    int compared = 0;
    int apart = 0;
    for (Recording.Frame frame : lateFrames.subList(60, 150)) {
      Recording.Frame then = null;
      for (Recording.Frame other : of) {
        if (other.shownMillis() <= frame.shownMillis() + 1) {
          then = other;
        }
      }
      compared++;
      if (Math.abs(then.number() - frame.number()) > 1) {
        apart++;
      }
    }
    assertEquals(90, compared);
    assertTrue(apart <= 4, apart + " of 90 frames were more than one apart");
    early.context().close();
    late.context().close();
  }
}
