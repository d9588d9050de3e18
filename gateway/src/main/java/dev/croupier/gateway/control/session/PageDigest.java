package dev.croupier.gateway.control.session;

import java.util.EnumMap;
import java.util.Map;

/**
 * What one report of a page adds to those before it.
 *
 * @param figures as reported
 * @param grown by how much counts grew since the report before; empty where that is not believed
 * @param plausible whether the growth is possible in the time the session lives
 * @param joined whether this is the first report with a join time
 */
record PageDigest(
    Map<PageFigure, Double> figures,
    Map<PageFigure, Double> grown,
    boolean plausible,
    boolean joined) {
  /** Copies the maps. */
  PageDigest {
    figures = copy(figures);
    grown = copy(grown);
  }

  /** By how much a count grew; 0 where nothing is known. */
  double growth(PageFigure figure) {
    return grown.getOrDefault(figure, 0.0);
  }

  /** Packets missing before anything was sent again, never negative. */
  double lost() {
    return Math.max(0, growth(PageFigure.PACKETS_LOST));
  }

  /** Packets missing for good, never negative. */
  double lostForGood() {
    return Math.max(0, lost() - growth(PageFigure.RETRANSMITTED_PACKETS_RECEIVED));
  }

  /** Freezes at a time in which the page, by its own count, lost nothing. */
  double freezesWithoutLoss() {
    return grown.containsKey(PageFigure.PACKETS_LOST) && lost() == 0
        ? growth(PageFigure.FREEZE_COUNT)
        : 0;
  }

  private static Map<PageFigure, Double> copy(Map<PageFigure, Double> from) {
    Map<PageFigure, Double> copy = new EnumMap<>(PageFigure.class);
    copy.putAll(from);
    return java.util.Collections.unmodifiableMap(copy);
  }
}
