package dev.croupier.loadtest.clock;

import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.measure.Series;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What all clients of one sort write into. Any thread. */
final class ClockTally {
  final Series error = new Series();
  final Series bound = new Series();
  final Series roundTrip = new Series();
  final LongAdder answers = new LongAdder();
  final LongAdder lost = new LongAdder();
  final LongAdder kisses = new LongAdder();
  final LongAdder violations = new LongAdder();
  final LongAdder stepsBack = new LongAdder();
  final LongAdder restarts = new LongAdder();
  final LongAdder unusable = new LongAdder();

  /** Its series, under keys that begin with its sort. */
  List<Section.Named> series(String sort) {
    return List.of(
        error.named(sort + "_error", sort + " clock error"),
        bound.named(sort + "_bound", sort + " clock bound"),
        roundTrip.named(sort + "_rtt", sort + " round trip"));
  }

  /** Its counts, likewise. */
  List<Section.Count> counts(String sort) {
    return List.of(
        count(sort, "answers", answers),
        count(sort, "lost", lost),
        count(sort, "kisses", kisses),
        count(sort, "violations", violations),
        count(sort, "steps_back", stepsBack),
        count(sort, "restarts", restarts),
        count(sort, "unusable", unusable));
  }

  /** The error that 99 of 100 do not exceed, ms; infinite if none was measured. */
  double errorP99Ms() {
    return error.count() == 0 ? Double.POSITIVE_INFINITY : error.percentileMs(99);
  }

  private static Section.Count count(String sort, String key, LongAdder value) {
    return new Section.Count(sort + "_" + key, sort + " " + key.replace('_', ' '), value.sum(), "");
  }
}
