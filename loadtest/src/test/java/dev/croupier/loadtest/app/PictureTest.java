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
  private static final int WINDOW = 90;
  private static final int LAST_WINDOW = 2_700;

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
    return chromium.playing(house, "/play/roulette-1");
  }

  @Test
  void frameNumbersRiseAtTheCamerasRateWithNoRepeatBeyondOne() {
    Page page = player();
    // At first it catches up.
    List<Recording.Frame> frames = Recording.ofFrames(page, 270).readable().subList(60, 270);
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
    // A page finds its delay within seconds, on a busy machine within tens of them.
    int apart = WINDOW;
    for (int from = 60; apart > WINDOW / 20 && from < LAST_WINDOW; from += WINDOW) {
      List<Recording.Frame> frames = Recording.more(late, from + WINDOW).readable();
      Recording.more(early, Recording.read(early).readable().size() + 2);
      apart = apart(Recording.read(early).readable(), frames.subList(from, from + WINDOW));
    }
    assertTrue(apart <= WINDOW / 20, apart + " of " + WINDOW + " frames were more than one apart");
    early.context().close();
    late.context().close();
  }

  /** How many of one page's frames are more than one from what another page showed then. */
  private static int apart(List<Recording.Frame> others, List<Recording.Frame> frames) {
    int apart = 0;
    for (Recording.Frame frame : frames) {
      Recording.Frame then =
          others.stream()
              .filter(other -> other.shownMillis() <= frame.shownMillis() + 1)
              .reduce((_, later) -> later)
              .orElseThrow();
      apart += Math.abs(then.number() - frame.number()) > 1 ? 1 : 0;
    }
    return apart;
  }
}
