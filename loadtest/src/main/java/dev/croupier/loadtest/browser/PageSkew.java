package dev.croupier.loadtest.browser;

import dev.croupier.loadtest.measure.Series;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * How far apart pages show the same frame of the same camera: from the first page to the last. One
 * thread; the series is read by any.
 */
final class PageSkew {
  /**
   * Frames that wait for more pages to tell of them: 4 s of 30 a second, pages tell twice a second.
   */
  private static final int WAITING = 128;

  private record Key(int camera, long number) {}

  /** Times at which pages showed one frame; {@code pages} has a bit for each. */
  private record Spread(int pages, long firstMicros, long lastMicros) {}

  private final Series spreads;
  private final SequencedMap<Key, Spread> waiting = new LinkedHashMap<>();

  PageSkew(Series spreads) {
    this.spreads = spreads;
  }

  /** A page showed a frame; what it repeats counts once. */
  void shown(ShownFrame frame) {
    if (!frame.readable()) {
      return;
    }
    int bit = 1 << frame.page();
    long at = frame.shownMicros();
    waiting.merge(
        new Key(frame.camera(), frame.number()),
        new Spread(bit, at, at),
        (seen, _) ->
            (seen.pages & bit) != 0
                ? seen
                : new Spread(
                    seen.pages | bit,
                    Math.min(seen.firstMicros, at),
                    Math.max(seen.lastMicros, at)));
    if (waiting.size() > WAITING) {
      finish(waiting.pollFirstEntry().getValue());
    }
  }

  /** No more will come. */
  void end() {
    waiting.values().forEach(this::finish);
    waiting.clear();
  }

  private void finish(Spread spread) {
    if (Integer.bitCount(spread.pages) > 1) {
      spreads.record(spread.lastMicros - spread.firstMicros);
    }
  }
}
