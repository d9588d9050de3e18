package dev.croupier.loadtest.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run does and what it must reach. Immutable; read by {@link ScenarioReader}.
 *
 * @param name for reports
 * @param table whose players they are
 * @param durationSeconds how long viewers come and stay, 1–86,400
 * @param settleSeconds how long bettors may take beyond that until their rounds are over, 0–600
 * @param viewers who watches
 * @param bettors who bets
 * @param generator when the generator itself is too slow for the run to say anything
 * @param objectives limits by figure, in the order of the file
 */
public record Scenario(
    String name,
    String table,
    int durationSeconds,
    int settleSeconds,
    Viewers viewers,
    Bettors bettors,
    Generator generator,
    Map<Figure, Double> objectives) {

  /**
   * Native WHEP viewers.
   *
   * @param count 0–10,000
   * @param startsPerSecond how fast they come, open arrivals
   */
  public record Viewers(int count, double startsPerSecond) {
    /** Checks the ranges. */
    public Viewers {
      check(count >= 0 && count <= 10_000, "viewers.count", "0..10000", count);
      check(startsPerSecond > 0, "viewers.startsPerSecond", "more than 0", startsPerSecond);
    }
  }

  /**
   * WebSocket bettors; every slip has one item.
   *
   * @param count 0–100,000
   * @param slipsPerSecond of each of them while betting is open, open arrivals at random (Poisson)
   * @param rounds in how many rounds each bets, beginning with the first that is open
   * @param stakeMinor of every slip
   * @param spots chosen from at random
   */
  public record Bettors(
      int count, double slipsPerSecond, int rounds, long stakeMinor, List<String> spots) {
    /** Checks the ranges. */
    public Bettors {
      spots = List.copyOf(spots);
      check(count >= 0 && count <= 100_000, "bettors.count", "0..100000", count);
      check(
          slipsPerSecond > 0 && slipsPerSecond <= 1_000,
          "bettors.slipsPerSecond",
          "more than 0, up to 1000",
          slipsPerSecond);
      check(rounds >= 1, "bettors.rounds", "1 or more", rounds);
      check(stakeMinor >= 1, "bettors.stakeMinor", "1 or more", stakeMinor);
      check(!spots.isEmpty(), "bettors.spots", "at least one", spots);
    }
  }

  /**
   * Beyond these the run is invalid: what it measured is the generator.
   *
   * @param lagP99Ms how late its timers may be
   * @param gcPauseMs its longest pause for garbage
   * @param cpuShare of the whole machine, 0–1; not looked at where the server shares its process
   */
  public record Generator(double lagP99Ms, double gcPauseMs, double cpuShare) {
    /** Checks the ranges. */
    public Generator {
      check(lagP99Ms > 0, "generator.lagP99Ms", "more than 0", lagP99Ms);
      check(gcPauseMs > 0, "generator.gcPauseMs", "more than 0", gcPauseMs);
      check(cpuShare > 0 && cpuShare <= 1, "generator.cpuShare", "more than 0, up to 1", cpuShare);
    }
  }

  /** Checks the ranges. */
  public Scenario {
    check(!name.isBlank(), "name", "a name", name);
    check(table.matches("[a-z0-9][a-z0-9-]{0,31}"), "table", "[a-z0-9][a-z0-9-]{0,31}", table);
    check(
        durationSeconds >= 1 && durationSeconds <= 86_400,
        "durationSeconds",
        "1..86400",
        durationSeconds);
    check(settleSeconds >= 0 && settleSeconds <= 600, "settleSeconds", "0..600", settleSeconds);
    objectives = Collections.unmodifiableMap(new LinkedHashMap<>(objectives));
  }

  /** The same with other numbers of people. */
  public Scenario with(int viewerCount, int bettorCount) {
    return new Scenario(
        name,
        table,
        durationSeconds,
        settleSeconds,
        new Viewers(viewerCount, viewers.startsPerSecond()),
        new Bettors(
            bettorCount,
            bettors.slipsPerSecond(),
            bettors.rounds(),
            bettors.stakeMinor(),
            bettors.spots()),
        generator,
        objectives);
  }

  private static void check(boolean fine, String key, String wanted, Object value) {
    if (!fine) {
      throw new ScenarioException(key + ": " + wanted + ", not " + value);
    }
  }
}
