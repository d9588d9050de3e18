package dev.croupier.loadtest.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class RecorderTest {
  private static final long START = 5_000_000;

  private record Interval(String tag, double from, double to, long count, long max) {}

  private final List<Interval> intervals = new ArrayList<>();
  private final Series rtt = new Series();
  private int asked;
  private int failed;

  private Section section() {
    return new Section(
        "viewers",
        "Viewers",
        asked,
        failed,
        List.of(),
        List.of(rtt.named("rtt", "round trip")),
        List.of(),
        Map.of(),
        List.of());
  }

  private Recorder recorder(int seconds, Supplier<Section> source) {
    return new Recorder(
        List.of(source),
        START,
        seconds,
        (tag, from, to, values) ->
            intervals.add(
                new Interval(tag, from, to, values.getTotalCount(), values.getMaxValue())));
  }

  private void second(Recorder recorder, double at) {
    recorder.look(START + Math.round(at * 1e6));
  }

  @Test
  void anIntervalHasOnlyWhatIsNewInIt() {
    Recorder recorder = recorder(10, this::section);
    rtt.record(100);
    rtt.record(200);
    second(recorder, 1);
    second(recorder, 2);
    rtt.record(300);
    second(recorder, 3);
    assertEquals(
        List.of(
            new Interval("viewers.rtt", 0, 1, 2, 200), new Interval("viewers.rtt", 2, 3, 1, 300)),
        intervals);
  }

  @Test
  void aSectionThatWasReckonedAnewCountsAsNew() {
    List<Histogram> told = new ArrayList<>();
    for (long value : new long[] {100, 900}) {
      Histogram histogram = new Histogram(1_000_000, 3);
      histogram.recordValue(value);
      told.add(histogram);
    }
    int[] turn = {0};
    Recorder recorder =
        recorder(
            10,
            () ->
                new Section(
                    "viewers",
                    "Viewers",
                    1,
                    0,
                    List.of(),
                    List.of(new Section.Named("skew", "skew", told.get(turn[0]))),
                    List.of(),
                    Map.of(),
                    List.of()));
    second(recorder, 1);
    turn[0] = 1;
    second(recorder, 2);
    assertEquals(1, intervals.getLast().count());
    assertEquals(900, intervals.getLast().max());
  }

  @Test
  void theTimelineHasAPointASecondAndWhoWasThere() {
    Recorder recorder = recorder(10, this::section);
    asked = 3;
    rtt.record(1_000);
    second(recorder, 1.01);
    asked = 5;
    failed = 1;
    rtt.record(9_000);
    second(recorder, 1.99);
    Timeline timeline = recorder.timeline();
    assertEquals(1, timeline.stepSeconds());
    assertEquals(List.of(3, 4), timeline.people().getFirst().counts());
    List<Timeline.Point> points = timeline.lanes().getFirst().points();
    assertEquals(2, points.size());
    assertEquals(1, points.getFirst().p50Ms(), 0.01);
    assertEquals(9, points.getLast().p95Ms(), 0.01);
  }

  @Test
  void anEveningHasNoMorePointsThanAMinuteAndLosesNoValue() {
    Recorder recorder = recorder(4 * 3_600, this::section);
    asked = 1;
    for (int second = 12; second <= 4 * 3_600; second += 12) {
      rtt.record(second);
      second(recorder, second);
    }
    recorder.finish(START + 4 * 3_600 * 1_000_000L + 300_000);
    Timeline timeline = recorder.timeline();
    assertEquals(24, timeline.stepSeconds());
    List<Timeline.Point> points = timeline.lanes().getFirst().points();
    assertTrue(points.size() <= Recorder.MAX_STEPS, points.size() + " points");
    assertEquals(4 * 3_600 / 12, points.stream().mapToLong(Timeline.Point::count).sum());
    assertTrue(timeline.people().getFirst().counts().size() <= Recorder.MAX_STEPS + 1);
  }
}
