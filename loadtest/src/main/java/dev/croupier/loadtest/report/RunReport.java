package dev.croupier.loadtest.report;

import dev.croupier.loadtest.bettor.BetFigures;
import dev.croupier.loadtest.check.Findings;
import dev.croupier.loadtest.measure.GeneratorHealth;
import dev.croupier.loadtest.measure.Series;
import dev.croupier.loadtest.plan.Figure;
import dev.croupier.loadtest.plan.Scenario;
import dev.croupier.loadtest.viewer.ViewerFigures;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * All that a run found, and what it is worth. Immutable.
 *
 * @param scenario what was done
 * @param environment where, in the order of the list
 * @param durationMs from the first arrival to the last farewell
 * @param viewers null if there were none
 * @param bettors null if there were none
 */
public record RunReport(
    Scenario scenario,
    Environment environment,
    long durationMs,
    ViewerFigures viewers,
    BetFigures bettors,
    GeneratorHealth.Health generator) {

  /**
   * Where a run took place.
   *
   * @param seed repeats who does what when
   * @param startedAt table time, microseconds
   * @param url of the server
   * @param shares {@code process} if the server lives in the generator's own, {@code machine} if on
   *     the same one, else {@code nothing}
   */
  public record Environment(
      long seed,
      long startedAt,
      String url,
      String shares,
      String os,
      String java,
      int cores,
      long memoryMiB,
      String loadtest) {}

  /**
   * An objective and what became of it.
   *
   * @param value what was measured
   */
  public record Outcome(Figure figure, double limit, double value) {
    /** Whether it was reached. */
    public boolean met() {
      return figure.atMost() ? value <= limit : value >= limit;
    }
  }

  /** What the run is worth, with the program's exit code. */
  public enum Verdict {
    /** All objectives were reached. */
    PASSED(0),
    /** The generator was too slow itself: its figures say nothing. */
    GENERATOR_OVERLOADED(3),
    /** An objective was missed. */
    MISSED(99);

    private final int exitCode;

    Verdict(int exitCode) {
      this.exitCode = exitCode;
    }

    /** The program's exit code. */
    public int exitCode() {
      return exitCode;
    }
  }

  /** Objectives whose people were there, in the scenario's order. */
  public List<Outcome> outcomes() {
    Map<Figure, Double> figures = figures();
    List<Outcome> outcomes = new ArrayList<>();
    scenario
        .objectives()
        .forEach(
            (figure, limit) -> {
              Double value = figures.get(figure);
              if (value != null) {
                outcomes.add(new Outcome(figure, limit, value));
              }
            });
    return outcomes;
  }

  /** Why the generator was too slow; empty if it was not. */
  public List<String> overloads() {
    List<String> reasons = new ArrayList<>();
    Scenario.Generator limits = scenario.generator();
    if (generator.lag().p99() > limits.lagP99Ms()) {
      reasons.add("timers late by " + Text.ms(generator.lag().p99()) + " ms at p99");
    }
    if (generator.gcPauseMaxMs() > limits.gcPauseMs()) {
      reasons.add("a pause of " + Text.ms(generator.gcPauseMaxMs()) + " ms for garbage");
    }
    if (!environment.shares().equals("process") && generator.cpuShare() > limits.cpuShare()) {
      reasons.add("it took " + Text.percent(generator.cpuShare()) + " of all cores");
    }
    return reasons;
  }

  /** What the run is worth. */
  public Verdict verdict() {
    if (!overloads().isEmpty()) {
      return Verdict.GENERATOR_OVERLOADED;
    }
    return outcomes().stream().allMatch(Outcome::met) ? Verdict.PASSED : Verdict.MISSED;
  }

  /** Figures that objectives may name, of those who were there. */
  public Map<Figure, Double> figures() {
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    if (viewers != null) {
      ofViewers(figures);
    }
    if (bettors != null) {
      ofBettors(figures);
    }
    return figures;
  }

  private void ofViewers(Map<Figure, Double> figures) {
    ViewerFigures.Frames frames = viewers.frames();
    long due = frames.shown() + frames.dropped();
    figures.put(Figure.FAILED_JOINS, (double) viewers.failed());
    figures.put(Figure.CONNECTED_P95_MS, p95(viewers.connected()));
    figures.put(Figure.FIRST_FRAME_P95_MS, p95(viewers.firstFrame()));
    figures.put(Figure.WEBRTC_RTT_P95_MS, p95(viewers.rtt()));
    figures.put(Figure.FRAMES_SHOWN, (double) frames.shown());
    figures.put(Figure.DROPPED_FRAMES, (double) frames.dropped());
    figures.put(Figure.DROPPED_FRAMES_SHARE, share(frames.dropped(), due));
    figures.put(Figure.FROZEN_SHARE, share(frames.frozenMs(), frames.watchedMs()));
  }

  private void ofBettors(Map<Figure, Double> figures) {
    Findings money = bettors.money();
    figures.put(Figure.FAILED_HELLOS, (double) bettors.failed());
    figures.put(Figure.ACCEPTED_BETS, (double) money.accepted());
    figures.put(Figure.BET_P50_MS, known(bettors.answered(), bettors.answered().p50()));
    figures.put(Figure.BET_P95_MS, p95(bettors.answered()));
    figures.put(Figure.BET_P99_MS, known(bettors.answered(), bettors.answered().p99()));
    figures.put(Figure.UNANSWERED_BETS, (double) money.unanswered());
    figures.put(Figure.SETTLED_ROUNDS, (double) money.settledRounds());
    figures.put(Figure.ABORTED_ROUNDS, (double) money.voidRounds());
    figures.put(Figure.LOST_BETS, (double) money.lost());
    figures.put(Figure.DOUBLED_BETS, (double) money.doubled());
    figures.put(Figure.WRONG_PAYOUTS, (double) money.wrongPayouts());
    figures.put(Figure.WRONG_WALLETS, (double) money.wrongWallets());
  }

  /** Nothing measured is no good measurement: it misses every limit. */
  private static double known(Series.Summary series, double value) {
    return series.count() == 0 ? Double.POSITIVE_INFINITY : value;
  }

  private static double p95(Series.Summary series) {
    return known(series, series.p95());
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 1 : (double) part / whole;
  }
}
