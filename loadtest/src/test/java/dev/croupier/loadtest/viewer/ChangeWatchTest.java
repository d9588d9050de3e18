package dev.croupier.loadtest.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Program time and clock agree; frames of 40 ms; the change is at 2,000 ms. */
final class ChangeWatchTest {
  private static final long CHANGE = 2_000_000;

  private final SignalBoard board = new SignalBoard();

  private static void play(ChangeWatch watch, long fromMicros, long toMicros, long lateMicros) {
    for (long at = fromMicros; at < toMicros; at += 40_000) {
      watch.frame(at, at + lateMicros);
    }
  }

  @Test
  void everyViewerSaysWhenItHadTheFirstFrameThatAnotherOneFound() {
    ChangeWatch one = new ChangeWatch(board);
    ChangeWatch two = new ChangeWatch(board);
    ChangeWatch three = new ChangeWatch(board);
    play(one, 0, 3_000_000, 5_000);
    play(two, 0, 1_960_000, 9_000);
    play(three, 0, 3_000_000, 6_000);
    board.found(CHANGE, "camera 1 to 2");
    play(one, 3_000_000, 3_080_000, 5_000);
    play(three, 3_000_000, 3_080_000, 6_000);
    // Viewer two lost the very frame.
    play(two, 2_040_000, 3_000_000, 9_000);
    assertEquals(1, board.size());
    assertEquals(3, board.seen());
    assertEquals(2, board.exact());
    assertEquals(3, board.skew().count());
    assertEquals(44.0, board.skew().summary().max(), 0.1, "2,049 against 2,005 ms");
    assertEquals(1.0, board.skew().summary().p50(), 0.01);
    assertEquals(CHANGE + 5_000, board.marks().getFirst().atMicros());
    assertEquals("camera 1 to 2", board.marks().getFirst().label());
  }

  @Test
  void aFrameStampedAheadOfTheNewSignalIsNotTakenForIt() {
    ChangeWatch one = new ChangeWatch(board);
    play(one, 0, CHANGE - 40_000, 5_000);
    one.frame(CHANGE + 7_000, CHANGE - 30_000);
    board.found(CHANGE, "camera 1 to 2");
    one.frame(CHANGE + 9_000, CHANGE - 10_000);
    assertEquals(0, board.seen());
    one.frame(CHANGE, CHANGE + 5_000);
    assertEquals(1, board.exact());
    assertEquals(CHANGE + 5_000, board.marks().getFirst().atMicros());
  }

  @Test
  void oneChangeFoundTwiceIsOne() {
    board.found(CHANGE, "camera 1 to 2");
    board.found(CHANGE + 40_000, "camera 1 to 2");
    board.found(CHANGE + 5_000_000, "camera 2 to 1");
    assertEquals(2, board.size());
  }

  @Test
  void whoCameAfterAChangeDidNotSeeIt() {
    ChangeWatch late = new ChangeWatch(board);
    play(late, CHANGE + 400_000, CHANGE + 500_000, 5_000);
    board.found(CHANGE, "camera 1 to 2");
    play(late, CHANGE + 520_000, CHANGE + 600_000, 5_000);
    ChangeWatch later = new ChangeWatch(board);
    play(later, CHANGE - 400_000, CHANGE + 400_000, 5_000);
    assertEquals(0, board.seen());
  }
}
