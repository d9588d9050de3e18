package dev.croupier.loadtest.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run does and what it must reach. Immutable; read by {@link ScenarioReader}.
 *
 * @param name for reports
 * @param table whose players they are
 * @param durationSeconds how long all come and stay, 1–86,400
 * @param settleSeconds how long bettors may take beyond that until their rounds are over, 0–600
 * @param seed who does what when; empty: any
 * @param house what is opened where no address is given
 * @param relay the network between clients and server; empty: none
 * @param events in the order of their times
 * @param generator when the generator itself is too slow for the run to say anything
 * @param objectives limits by figure, in the order of the file
 */
public record Scenario(
    String name,
    String table,
    int durationSeconds,
    int settleSeconds,
    OptionalLong seed,
    HousePlan house,
    Optional<RelayPlan> relay,
    ViewerPlan viewers,
    HlsPlan hls,
    BrowserPlan browsers,
    BettorPlan bettors,
    ClockPlan clocks,
    List<Event> events,
    Generator generator,
    Map<Figure, Double> objectives) {
  /** How tables and signals are named. */
  public static final String NAME = "[a-z0-9][a-z0-9-]{0,31}";

  /**
   * Beyond these the run is invalid: what it measured is the generator.
   *
   * @param lagP99Ms how late its timers may be
   * @param gcPauseMs its longest pause for garbage
   * @param cpuShare of the whole machine, 0–1; not looked at where the server shares its process
   * @param threadShare of one core, its busiest thread over the run, 0–1; not looked at where the
   *     server shares its process
   * @param socketDrops packets that its own sockets had no room for
   */
  public record Generator(
      double lagP99Ms, double gcPauseMs, double cpuShare, double threadShare, long socketDrops) {
    /** Checks the ranges. */
    public Generator {
      Ranges.check(lagP99Ms > 0, "generator.lagP99Ms", "more than 0", lagP99Ms);
      Ranges.check(gcPauseMs > 0, "generator.gcPauseMs", "more than 0", gcPauseMs);
      Ranges.check(
          cpuShare > 0 && cpuShare <= 1, "generator.cpuShare", "more than 0, up to 1", cpuShare);
      Ranges.check(
          threadShare > 0 && threadShare <= 1,
          "generator.threadShare",
          "more than 0, up to 1",
          threadShare);
      Ranges.check(socketDrops >= 0, "generator.socketDrops", "0 or more", socketDrops);
    }
  }

  /** Checks the ranges, and that events lie within the run. */
  public Scenario {
    Ranges.check(!name.isBlank(), "name", "a name", "'" + name + "'");
    Ranges.check(table.matches(NAME), "table", NAME, table);
    Ranges.check(
        durationSeconds >= 1 && durationSeconds <= 86_400,
        "durationSeconds",
        "1..86400",
        durationSeconds);
    Ranges.check(
        settleSeconds >= 0 && settleSeconds <= 600, "settleSeconds", "0..600", settleSeconds);
    List<Event> sorted = new ArrayList<>(events);
    sorted.sort(Comparator.comparingDouble(Event::atSeconds));
    events = List.copyOf(sorted);
    for (Event event : events) {
      Ranges.check(
          event.atSeconds() >= 0 && event.atSeconds() <= durationSeconds,
          "events.at",
          "0.." + durationSeconds + ", the scenario's duration",
          event.atSeconds());
    }
    objectives = Collections.unmodifiableMap(new LinkedHashMap<>(objectives));
  }

  /**
   * The same with other numbers. Events beyond a shorter duration are left out. Lower limits of
   * counts were made for the scenario's own numbers: they are left out with any other.
   */
  public Scenario with(Overrides given) {
    int duration =
        given.durationSeconds() == null ? durationSeconds : given.durationSeconds().intValue();
    int full = given.count(Overrides.Kind.VIEWERS, viewers.full());
    Map<Figure, Double> kept = new LinkedHashMap<>(objectives);
    kept.keySet().removeIf(given::outdates);
    return new Scenario(
        name,
        table,
        duration,
        settleSeconds,
        given.seed() == null ? seed : OptionalLong.of(given.seed()),
        house,
        relay,
        new ViewerPlan(
            full,
            given.count(Overrides.Kind.SINKS, viewers.sinks()),
            given.count(Overrides.Kind.DECODING, Math.min(viewers.decoding(), full)),
            viewers.arrivals(),
            viewers.warmUp()),
        new HlsPlan(given.count(Overrides.Kind.HLS, hls.count()), hls.startsPerSecond()),
        new BrowserPlan(given.count(Overrides.Kind.BROWSERS, browsers.count())),
        new BettorPlan(
            given.count(Overrides.Kind.BETTORS, bettors.count()),
            bettors.startsPerSecond(),
            bettors.slips(),
            bettors.rounds(),
            bettors.stakeMinor(),
            bettors.spots(),
            bettors.repeatShare(),
            bettors.dropsPerMinute()),
        new ClockPlan(
            given.count(Overrides.Kind.NTP, clocks.ntp()),
            given.count(Overrides.Kind.WEB_SOCKET_CLOCKS, clocks.webSocket()),
            clocks.exchangesPerSecond()),
        events.stream().filter(event -> event.atSeconds() <= duration).toList(),
        generator,
        kept);
  }

  /** Who comes, in words: {@code 4 viewers, 20 sinks, 4 bettors}. */
  public String people() {
    List<String> words = new ArrayList<>();
    add(words, viewers.full(), "viewers");
    add(words, viewers.sinks(), "sinks");
    add(words, hls.count(), "LL-HLS viewers");
    add(words, browsers.count(), "browsers");
    add(words, bettors.count(), "bettors");
    add(words, clocks.ntp() + clocks.webSocket(), "clock clients");
    return words.isEmpty() ? "nobody" : String.join(", ", words);
  }

  private static void add(List<String> words, int count, String kind) {
    if (count > 0) {
      String one = kind.substring(0, kind.length() - 1);
      words.add(String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : kind));
    }
  }
}
