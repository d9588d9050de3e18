package dev.croupier.loadtest.plan;

import java.util.Map;

/**
 * Numbers that a command line gives instead of the scenario's; what is not given stays.
 *
 * @param durationSeconds null: the scenario's
 * @param seed null: the scenario's
 * @param counts by kind; kinds that are missing stay
 */
public record Overrides(Integer durationSeconds, Long seed, Map<Kind, Integer> counts) {
  /** Whose number. */
  public enum Kind {
    /** Full viewers. */
    VIEWERS("viewers"),
    /** Sinks. */
    SINKS("sinks"),
    /** Viewers that decode. */
    DECODING("viewers"),
    /** LL-HLS viewers. */
    HLS("hls"),
    /** Real pages. */
    BROWSERS("browsers"),
    /** Bettors. */
    BETTORS("bettors"),
    /** Clock clients over NTP. */
    NTP("clocks"),
    /** Clock clients over WebSocket. */
    WEB_SOCKET_CLOCKS("clocks");

    private final String section;

    Kind(String section) {
      this.section = section;
    }
  }

  /** Copies the map. */
  public Overrides {
    counts = Map.copyOf(counts);
  }

  int count(Kind kind, int otherwise) {
    return counts.getOrDefault(kind, otherwise);
  }

  /** Whether a lower limit of a count, made for the scenario's own numbers, says nothing now. */
  boolean outdates(Figure figure) {
    return !figure.atMost()
        && (durationSeconds != null
            || counts.keySet().stream().anyMatch(kind -> kind.section.equals(figure.section())));
  }
}
