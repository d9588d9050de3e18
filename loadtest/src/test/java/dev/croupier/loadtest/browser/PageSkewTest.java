package dev.croupier.loadtest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.croupier.loadtest.measure.Series;
import org.junit.jupiter.api.Test;

final class PageSkewTest {
  private final Series spreads = new Series();
  private final PageSkew skew = new PageSkew(spreads);

  private void shown(int page, int camera, long number, long atMicros) {
    skew.shown(new ShownFrame(page, atMicros, 0, 0, camera, number, 0));
  }

  @Test
  void theSameFrameIsComparedFromTheFirstPageToTheLast() {
    shown(0, 1, 7, 100_000);
    shown(1, 1, 7, 130_000);
    shown(2, 1, 7, 90_000);
    shown(0, 2, 7, 900_000);
    shown(1, 1, 8, 900_000);
    shown(1, 1, 8, 950_000);
    shown(0, -1, -1, 1_000);
    shown(1, -1, -1, 9_000);
    skew.end();
    assertEquals(1, spreads.count(), "one frame was shown by more than one page");
    assertEquals(40.0, spreads.summary().max(), 0.05);
  }

  @Test
  void framesThatOnlyOnePageTellsOfAreForgotten() {
    for (int i = 0; i < 10_000; i++) {
      shown(0, 1, i, i * 33_333L);
    }
    shown(1, 1, 0, 5_000_000);
    shown(1, 1, 9_999, 9_999 * 33_333L + 20_000);
    skew.end();
    assertEquals(1, spreads.count(), "the first one waited in vain");
    assertEquals(20.0, spreads.summary().max(), 0.05);
  }
}
