package dev.croupier.gateway.control.session;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * One page's reports of quality, each judged by those before it. Owner: its session.
 *
 * <p>What a page says is believed within bounds: a figure out of its range refuses its report, and
 * counts that grew more than the session's life allows are shown but add to no total.
 */
final class PageQuality {
  /** A picture may be older than its session by so much: pages open both at once. */
  private static final long OLDER_MICROS = 5_000_000;

  private final long openedAtMicros;
  private final Map<PageFigure, Double> base = new EnumMap<>(PageFigure.class);
  private final Map<PageFigure, Double> counted = new EnumMap<>(PageFigure.class);
  private boolean joined;

  PageQuality(long openedAtMicros) {
    this.openedAtMicros = openedAtMicros;
  }

  /**
   * Takes a report; unknown names are passed over.
   *
   * @return empty: a figure is out of its range, nothing was taken
   */
  Optional<PageDigest> take(Map<String, Double> report, long nowMicros) {
    Map<PageFigure, Double> figures = new EnumMap<>(PageFigure.class);
    for (PageFigure figure : PageFigure.values()) {
      Double value = report.get(figure.wire());
      if (value != null) {
        if (!figure.allows(value)) {
          return Optional.empty();
        }
        figures.put(figure, value);
      }
    }
    Map<PageFigure, Double> grown = growth(figures);
    boolean plausible = isPossible(grown, nowMicros - openedAtMicros + OLDER_MICROS);
    if (plausible) {
      grown.forEach((figure, by) -> counted.merge(figure, Math.max(0, by), Double::sum));
    } else {
      grown.clear();
    }
    boolean first = !joined && figures.containsKey(PageFigure.JOIN_MS);
    joined |= first;
    return Optional.of(new PageDigest(figures, grown, plausible, first));
  }

  /** How much the counts grew; they are what the next report is compared with. */
  private Map<PageFigure, Double> growth(Map<PageFigure, Double> figures) {
    if (isAnotherPicture(figures)) {
      base.clear();
    }
    Map<PageFigure, Double> grown = new EnumMap<>(PageFigure.class);
    figures.forEach(
        (figure, value) -> {
          if (figure.counts()) {
            grown.put(figure, value - base.getOrDefault(figure, 0.0));
          }
        });
    base.clear();
    base.putAll(figures);
    return grown;
  }

  /** Counts of a picture do not fall, but for loss, which duplicates may lessen. */
  private boolean isAnotherPicture(Map<PageFigure, Double> figures) {
    return figures.entrySet().stream()
        .anyMatch(
            e ->
                e.getKey().counts()
                    && e.getKey() != PageFigure.PACKETS_LOST
                    && e.getValue() < base.getOrDefault(e.getKey(), 0.0));
  }

  private boolean isPossible(Map<PageFigure, Double> grown, long lifeMicros) {
    return grown.entrySet().stream()
        .allMatch(
            e ->
                counted.getOrDefault(e.getKey(), 0.0) + e.getValue()
                    <= e.getKey().growth(lifeMicros));
  }
}
