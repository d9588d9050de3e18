package dev.croupier.loadtest.viewer;

import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.measure.Series;
import dev.croupier.time.clock.TableClock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** What all LL-HLS viewers of a run saw together. Any thread. */
final class HlsTally {
  private static final int MAX_REASONS = 8;
  private static final long PATIENCE_MICROS = 15_000_000;

  private final int asked;
  private final boolean sharedClock;
  private final TableClock clock;
  private final Series firstSegment = new Series();
  private final Series intervals = new Series();
  private final Series ages = new Series();
  private final Series latencies = new Series();
  private final Set<Integer> failed = new HashSet<>();
  private final LongAdder errors = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder chunks = new LongAdder();
  private final LongAdder discontinuities = new LongAdder();
  private final LongAdder gaps = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final LongAdder setBacks = new LongAdder();
  private final Set<String> reasons = new LinkedHashSet<>();

  /** All that watch, and one sum for all that have left. */
  private final Set<HlsPlayback> watching = new LinkedHashSet<>();

  private HlsPlayback.Counts left = new HlsPlayback.Counts(0, 0, 0);

  /**
   * A tally.
   *
   * @param sharedClock whether dates and times in playlists are this process's table time
   */
  HlsTally(int asked, boolean sharedClock, TableClock clock) {
    this.asked = asked;
    this.sharedClock = sharedClock;
    this.clock = clock;
  }

  /** One viewer's, from the moment it meant to come. */
  Viewer viewer(int number, long intendedMicros) {
    return new Viewer(number, intendedMicros);
  }

  synchronized void begins(HlsPlayback playback) {
    watching.add(playback);
  }

  synchronized void ends(HlsPlayback playback) {
    playback.end(clock.nowMicros());
    if (watching.remove(playback)) {
      left = plus(left, playback.counts(clock.nowMicros()));
    }
  }

  /** What one viewer tells. Any thread. */
  final class Viewer {
    private final int number;
    private final long intendedMicros;
    private final AtomicBoolean joined = new AtomicBoolean();

    private Viewer(int number, long intendedMicros) {
      this.number = number;
      this.intendedMicros = intendedMicros;
    }

    /** It could not do what it came for. */
    void fail(String reason) {
      synchronized (HlsTally.this) {
        failed.add(number);
      }
      note(reason);
    }

    /** It leaves; one that has waited long enough and saw nothing has failed. */
    void leaves() {
      if (!joined.get() && clock.nowMicros() - intendedMicros > PATIENCE_MICROS) {
        fail("no segment came");
      }
    }

    void error(String reason) {
      errors.increment();
      note(reason);
    }

    void fetched(long count) {
      bytes.add(count);
    }

    void chunk(int track, long atMicros) {
      chunks.increment();
      if (track == 0 && joined.compareAndSet(false, true)) {
        firstSegment.record(atMicros - intendedMicros);
      }
    }

    void interval(long micros) {
      intervals.record(micros);
    }

    void age(long micros) {
      if (sharedClock) {
        ages.record(micros);
      }
    }

    void latency(long micros) {
      if (sharedClock) {
        latencies.record(micros);
      }
    }

    /** A break in the picture's playlist; the sound's has the same one again. */
    void discontinuity(int track) {
      if (track == 0) {
        discontinuities.increment();
      }
    }

    void gap() {
      gaps.increment();
    }

    void lost(long segments) {
      lost.add(segments);
    }

    void setBacks(long count) {
      setBacks.add(count);
    }
  }

  private synchronized void note(String reason) {
    if (reasons.size() < MAX_REASONS) {
      reasons.add(reason);
    }
  }

  synchronized Section section() {
    HlsPlayback.Counts played = left;
    for (HlsPlayback playback : watching) {
      played = plus(played, playback.counts(clock.nowMicros()));
    }
    return new Section(
        "hls",
        "LL-HLS viewers",
        asked,
        failed.size(),
        new ArrayList<>(reasons),
        List.of(
            firstSegment.named("hls_first_segment", "join: first part or segment"),
            latencies.named("hls_latency", "latency"),
            intervals.named("hls_interval", "from arrival to arrival"),
            ages.named("hls_age", "from a part's end to its arrival")),
        counts(played),
        figures(played),
        List.of());
  }

  private List<Section.Count> counts(HlsPlayback.Counts played) {
    return List.of(
        count("hls_chunks", "parts and segments", chunks.sum()),
        new Section.Count("hls_bytes", "received", bytes.sum() / 1e6, "MB"),
        new Section.Count("hls_played", "played", played.playedMicros() / 1e6, "s"),
        count("hls_stalls", "stalls", played.stalls()),
        new Section.Count("hls_stalled", "stalled", played.stalledMicros() / 1e6, "s"),
        count("hls_errors", "errors", errors.sum()),
        count("hls_lost_segments", "segments that left before they were fetched", lost.sum()),
        count("hls_gaps", "told to be missing", gaps.sum()),
        count("hls_discontinuities", "discontinuities", discontinuities.sum()),
        count("hls_set_backs", "playlists that went back", setBacks.sum()));
  }

  private Map<String, Double> figures(HlsPlayback.Counts played) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("failed_hls", (double) failed.size());
    if (firstSegment.count() > 0) {
      figures.put("hls_first_segment_p95_ms", firstSegment.percentileMs(95));
    }
    if (latencies.count() > 0) {
      figures.put("hls_latency_p95_ms", latencies.percentileMs(95));
    }
    figures.put("hls_stalls", (double) played.stalls());
    figures.put("hls_errors", errors.doubleValue());
    return figures;
  }

  private static Section.Count count(String key, String label, long value) {
    return new Section.Count(key, label, value, "");
  }

  private static HlsPlayback.Counts plus(HlsPlayback.Counts one, HlsPlayback.Counts other) {
    return new HlsPlayback.Counts(
        one.stalls() + other.stalls(),
        one.stalledMicros() + other.stalledMicros(),
        one.playedMicros() + other.playedMicros());
  }
}
