package dev.croupier.loadtest.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The house that a run opens for itself when no address is given.
 *
 * @param small cameras of 360p, for machines with few cores
 * @param bettingMs how long each round takes bets, 1,000–120,000
 * @param cameras by signal, 1–4 of them: words that say how each differs from the usual one and who
 *     publishes it, checked by the studio
 */
public record HousePlan(boolean small, int bettingMs, Map<String, List<String>> cameras) {
  private static final int MAX_CAMERAS = 4;

  /** Checks the ranges. */
  public HousePlan {
    Ranges.check(
        bettingMs >= 1_000 && bettingMs <= 120_000, "house.bettingMs", "1000..120000", bettingMs);
    Ranges.check(
        !cameras.isEmpty() && cameras.size() <= MAX_CAMERAS,
        "house.cameras",
        "1 to " + MAX_CAMERAS,
        cameras.size());
    Map<String, List<String>> copy = new LinkedHashMap<>();
    cameras.forEach(
        (signal, words) -> {
          Ranges.check(
              signal.matches(Scenario.NAME), "house.cameras", "names " + Scenario.NAME, signal);
          copy.put(signal, List.copyOf(words));
        });
    cameras = Collections.unmodifiableMap(copy);
  }

  /** Two small usual cameras and short rounds. */
  public static HousePlan usual() {
    Map<String, List<String>> cameras = new LinkedHashMap<>();
    cameras.put("cam-a", List.of());
    cameras.put("cam-b", List.of());
    return new HousePlan(true, 6_000, cameras);
  }
}
