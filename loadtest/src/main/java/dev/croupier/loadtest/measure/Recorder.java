package dev.croupier.loadtest.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Looks at all sections of a run once a second and keeps what was new in it. What it holds does not
 * grow beyond {@value #MAX_STEPS} steps a series, however long the run is. One thread at a time.
 */
public final class Recorder {
  /** Points of a timeline; longer runs have longer steps. */
  static final int MAX_STEPS = 600;

  /** Series and sections are our own, so few; beyond this they are not drawn. */
  private static final int MAX_LANES = 200;

  /** Gets what was new in each interval, for example a log file. */
  @FunctionalInterface
  public interface Intervals {
    /**
     * The values of one series in an interval; never none.
     *
     * @param tag section and series with a dot between
     * @param fromSeconds since the start of the run
     * @param values microseconds; the caller's own after return
     */
    void interval(String tag, double fromSeconds, double toSeconds, Histogram values);
  }

  private static final class Growing {
    private final String section;
    private final String key;
    private final String label;
    private final List<Timeline.Point> points = new ArrayList<>();
    private Histogram last;
    private Histogram step;

    private Growing(String section, Section.Named series) {
      this.section = section;
      this.key = series.key();
      this.label = series.label();
    }
  }

  private record Crowded(String title, List<Integer> counts) {}

  private final List<Supplier<Section>> sources;
  private final long startMicros;
  private final int stepSeconds;
  private final Intervals intervals;
  private final Map<String, Growing> lanes = new LinkedHashMap<>();
  private final Map<String, Crowded> people = new LinkedHashMap<>();
  private double lastSeconds;
  private double stepBegan;

  /**
   * Nothing yet.
   *
   * @param plannedSeconds how long the run will be at most
   */
  public Recorder(
      List<Supplier<Section>> sources, long startMicros, int plannedSeconds, Intervals intervals) {
    this.sources = List.copyOf(sources);
    this.startMicros = startMicros;
    this.stepSeconds = Math.max(1, Math.ceilDiv(plannedSeconds, MAX_STEPS));
    this.intervals = intervals;
  }

  /** Looks at all sections now, and returns them. */
  public List<Section> look(long nowMicros) {
    return look(nowMicros, false);
  }

  /** The last look, which ends the step that was begun. */
  public List<Section> finish(long nowMicros) {
    return look(nowMicros, true);
  }

  private List<Section> look(long nowMicros, boolean last) {
    double now = (nowMicros - startMicros) / 1e6;
    List<Section> sections = sources.stream().map(Supplier::get).toList();
    // Looks come a little early or late; a step is over when most of it is.
    boolean stepOver = last || now - stepBegan >= stepSeconds - 0.5;
    for (Section section : sections) {
      section.series().forEach(series -> add(section.key(), series, now));
      if (stepOver) {
        crowd(section);
      }
    }
    if (stepOver) {
      lanes.values().forEach(this::endStep);
      stepBegan = now;
    }
    lastSeconds = now;
    return sections;
  }

  /** What was kept. */
  public Timeline timeline() {
    return new Timeline(
        stepSeconds,
        people.entrySet().stream()
            .map(
                each ->
                    new Timeline.People(
                        each.getKey(), each.getValue().title(), each.getValue().counts()))
            .toList(),
        lanes.values().stream()
            .map(lane -> new Timeline.Lane(lane.section, lane.key, lane.label, lane.points))
            .toList());
  }

  private void add(String section, Section.Named series, double now) {
    String tag = section + "." + series.key();
    if (!lanes.containsKey(tag) && lanes.size() >= MAX_LANES) {
      return;
    }
    Growing lane = lanes.computeIfAbsent(tag, _ -> new Growing(section, series));
    Histogram fresh = fresh(lane.last, series.values());
    lane.last = series.values();
    if (fresh.getTotalCount() == 0) {
      return;
    }
    intervals.interval(tag, lastSeconds, now, fresh);
    if (lane.step == null) {
      lane.step = fresh;
    } else {
      lane.step.add(fresh);
    }
  }

  private static Histogram fresh(Histogram last, Histogram now) {
    Histogram fresh = now.copy();
    if (last == null) {
      return fresh;
    }
    try {
      fresh.subtract(last);
      return fresh;
    } catch (IllegalArgumentException _) {
      // Not grown but made anew, by a crowd that reckons again: then all of it is new.
      return now.copy();
    }
  }

  private void crowd(Section section) {
    if (section.asked() == 0 || section.key().equals(GeneratorHealth.KEY)) {
      return;
    }
    Crowded crowd =
        people.computeIfAbsent(section.key(), _ -> new Crowded(section.title(), new ArrayList<>()));
    int step = (int) Math.round(stepBegan / stepSeconds);
    while (crowd.counts().size() < Math.min(step, MAX_STEPS)) {
      crowd.counts().add(crowd.counts().isEmpty() ? 0 : crowd.counts().getLast());
    }
    crowd.counts().add(section.asked() - section.failed());
  }

  private void endStep(Growing lane) {
    if (lane.step == null) {
      return;
    }
    lane.points.add(
        new Timeline.Point(
            stepBegan,
            lane.step.getTotalCount(),
            lane.step.getValueAtPercentile(50) / 1_000.0,
            lane.step.getValueAtPercentile(95) / 1_000.0,
            lane.step.getMaxValue() / 1_000.0));
    lane.step = null;
  }
}
