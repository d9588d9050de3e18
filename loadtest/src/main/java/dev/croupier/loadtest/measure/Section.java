package dev.croupier.loadtest.measure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one sort of clients saw, in the form that every report can show. Immutable.
 *
 * @param key one word, stable: {@code viewers}, {@code sinks}, {@code hls}, {@code browsers},
 *     {@code bettors}, {@code clocks}, {@code relay}, {@code studio}
 * @param title for a heading
 * @param asked clients that came
 * @param failed of these, those that could not do what they came for
 * @param failures the first few reasons, each once
 * @param series durations, in the order in which a reader wants them
 * @param counts what is counted, in the order in which a reader wants it
 * @param figures what objectives may name, by the keys of {@code plan.Figure}
 * @param marks what happened when, for timelines
 */
public record Section(
    String key,
    String title,
    int asked,
    int failed,
    List<String> failures,
    List<Named> series,
    List<Count> counts,
    Map<String, Double> figures,
    List<Mark> marks) {

  /**
   * Durations of one kind.
   *
   * @param key stable, snake case, unique in its section
   * @param values microseconds; a copy, not changed any more
   */
  public record Named(String key, String label, Histogram values) {}

  /**
   * A count or a share.
   *
   * @param key stable, snake case, unique in its section
   * @param unit as shown behind the value; empty for plain counts
   */
  public record Count(String key, String label, double value, String unit) {}

  /**
   * A moment worth a line in a timeline.
   *
   * @param atMicros table time
   */
  public record Mark(long atMicros, String label) {}

  /** Copies the lists. */
  public Section {
    failures = List.copyOf(failures);
    series = List.copyOf(series);
    counts = List.copyOf(counts);
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    marks = List.copyOf(marks);
  }
}
