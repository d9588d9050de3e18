package dev.croupier.loadtest.report;

import dev.croupier.loadtest.measure.GeneratorHealth;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.measure.Timeline;
import dev.croupier.loadtest.plan.Figure;
import dev.croupier.loadtest.plan.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that a run found, and what it is worth. Immutable.
 *
 * @param scenario what was done, as read and overridden
 * @param seed repeats who does what when
 * @param startedAt table time, microseconds
 * @param durationMs from the first arrival to the last farewell
 * @param sections what each sort of clients saw
 * @param closed keys of sections whose figures are not for objectives
 * @param events what the scenario let happen
 */
public record Report(
    Scenario scenario,
    Environment environment,
    long seed,
    long startedAt,
    long durationMs,
    List<Section> sections,
    Set<String> closed,
    Timeline timeline,
    List<Happened> events,
    GeneratorHealth.Health generator) {

  /** What sort of event, for its mark in a timeline. */
  public enum Kind {
    CAMERA,
    NETWORK,
    RECONNECT,
    HANDOVER,
    SWAP
  }

  /**
   * An event and what became of it.
   *
   * @param atSeconds when it was done, from the start
   * @param failure why it could not be done; null if it was
   */
  public record Happened(double atSeconds, Kind kind, String label, String failure) {}

  /**
   * An objective and what became of it.
   *
   * @param value what was measured; not finite if nothing was
   */
  public record Outcome(Figure figure, double limit, double value) {
    /** Whether it was reached; what was not measured reaches nothing. */
    public boolean met() {
      if (!Double.isFinite(value)) {
        return false;
      }
      return figure.atMost() ? value <= limit : value >= limit;
    }
  }

  /**
   * An objective that says nothing about this run.
   *
   * @param reason why
   */
  public record NotJudged(Figure figure, String reason) {}

  /** What the run is worth, with the program's exit code. */
  public enum Verdict {
    /** All objectives were reached. */
    PASSED(0),
    /** An event of the scenario could not be done. */
    INCOMPLETE(1),
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

  /** Copies the lists. */
  public Report {
    sections = List.copyOf(sections);
    closed = Set.copyOf(closed);
    events = List.copyOf(events);
  }

  /** The section of a key, if such people were there. */
  public Optional<Section> section(String key) {
    return sections.stream().filter(section -> section.key().equals(key)).findFirst();
  }

  /** Objectives whose people were there, in the scenario's order. */
  public List<Outcome> outcomes() {
    List<Outcome> outcomes = new ArrayList<>();
    scenario
        .objectives()
        .forEach(
            (figure, limit) -> {
              Optional<Section> section = section(figure.section());
              if (section.isPresent() && !closed.contains(figure.section())) {
                double value = section.get().figures().getOrDefault(figure.key(), Double.NaN);
                outcomes.add(new Outcome(figure, limit, value));
              }
            });
    return outcomes;
  }

  /** Objectives about people that were not there, or that waited for the server. */
  public List<NotJudged> notJudged() {
    List<NotJudged> all = new ArrayList<>();
    for (Figure figure : scenario.objectives().keySet()) {
      if (closed.contains(figure.section())) {
        all.add(new NotJudged(figure, "closed model, not for objectives"));
      } else if (section(figure.section()).isEmpty()) {
        all.add(new NotJudged(figure, "nobody of " + figure.section() + " was there"));
      }
    }
    return all;
  }

  /** Why the generator was too slow; empty if it was not. */
  public List<String> overloads() {
    List<String> reasons = new ArrayList<>();
    Scenario.Generator limits = scenario.generator();
    if (generator.lag().p99() > limits.lagP99Ms()) {
      reasons.add("timers late by " + Numbers.ms(generator.lag().p99()) + " ms at p99");
    }
    if (generator.gcPauseMaxMs() > limits.gcPauseMs()) {
      reasons.add("a pause of " + Numbers.ms(generator.gcPauseMaxMs()) + " ms for garbage");
    }
    if (generator.sockets().ownDrops() > limits.socketDrops()) {
      reasons.add(
          "its sockets had no room for "
              + Numbers.count((double) generator.sockets().ownDrops())
              + " packets");
    }
    if (environment.shares() != Environment.Shares.PROCESS) {
      if (generator.cpuShare() > limits.cpuShare()) {
        reasons.add("it took " + Numbers.percent(generator.cpuShare()) + " of all cores");
      }
      if (generator.threadShare() > limits.threadShare()) {
        reasons.add(
            "its thread "
                + generator.threadName()
                + " took "
                + Numbers.percent(generator.threadShare())
                + " of a core");
      }
    }
    return reasons;
  }

  /** Events that could not be done. */
  public List<Happened> failedEvents() {
    return events.stream().filter(event -> event.failure() != null).toList();
  }

  /** What the run is worth. */
  public Verdict verdict() {
    if (!overloads().isEmpty()) {
      return Verdict.GENERATOR_OVERLOADED;
    }
    if (!failedEvents().isEmpty()) {
      return Verdict.INCOMPLETE;
    }
    return outcomes().stream().allMatch(Outcome::met) ? Verdict.PASSED : Verdict.MISSED;
  }

  /** The verdict in a sentence. */
  public String sentence() {
    List<Outcome> outcomes = outcomes();
    long missed = outcomes.stream().filter(outcome -> !outcome.met()).count();
    return switch (verdict()) {
      case PASSED ->
          outcomes.isEmpty()
              ? "No objectives: figures only"
              : "Passed: " + outcomes.size() + " of " + outcomes.size() + " objectives met";
      case INCOMPLETE -> "Not complete: " + failedEvents().size() + " events could not be done";
      case GENERATOR_OVERLOADED -> "Not valid: the generator was overloaded";
      case MISSED -> "Missed: " + missed + " of " + outcomes.size() + " objectives";
    };
  }
}
