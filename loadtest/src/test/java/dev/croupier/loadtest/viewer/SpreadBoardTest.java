package dev.croupier.loadtest.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.loadtest.measure.Series;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class SpreadBoardTest {
  private static final long FRAME = 33_333;

  private final Series spread = new Series();
  private final SpreadBoard board = new SpreadBoard(spread);

  @Test
  void theSpreadOfAFrameIsFromTheFirstViewerToTheLast() {
    for (long i = 0; i < 100; i++) {
      long at = i * FRAME;
      board.seen(i * FRAME, at + 5_000);
      board.seen(i * FRAME, at + 3_000);
      board.seen(i * FRAME, at + (i == 50 ? 90_000 : 7_000));
    }
    board.finish();
    assertEquals(100, spread.count());
    assertEquals(4.0, spread.summary().p50(), 0.01);
    assertEquals(4.0, spread.summary().p99(), 0.01);
    assertEquals(87.0, spread.summary().max(), 0.1);
  }

  @Test
  void aFrameThatOneViewerHadHasNoSpread() {
    board.seen(1, 10);
    board.seen(2, 20);
    board.finish();
    assertEquals(0, spread.count());
  }

  @Test
  void aLongRunAccountsForItsOldFramesByItself() {
    for (long i = 0; i < 20_000; i++) {
      board.seen(i * FRAME, i * FRAME);
      board.seen(i * FRAME, i * FRAME + 2_000);
    }
    assertTrue(spread.count() > 18_000, "only the last ones are open: " + spread.count());
    assertEquals(2.0, spread.summary().max(), 0.01);
  }

  @Test
  void viewersOnManyThreadsMeet() throws Exception {
    int viewers = 8;
    try (ExecutorService threads = Executors.newFixedThreadPool(viewers)) {
      for (int v = 0; v < viewers; v++) {
        long late = v * 1_000L;
        threads.execute(
            () -> {
              for (long i = 0; i < 500; i++) {
                board.seen(i * FRAME, i * FRAME + late);
              }
            });
      }
    }
    board.finish();
    // A frame that lost its cell to a newer one has fewer viewers, never a wider spread.
    assertEquals(7.0, spread.summary().max(), 0.01);
    assertTrue(spread.count() > 0);
  }
}
