package dev.croupier.loadtest.viewer;

import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.measure.Series;
import dev.croupier.loadtest.plan.Arrivals;
import dev.croupier.loadtest.plan.Scenario;
import dev.croupier.loadtest.plan.ViewerPlan;
import dev.croupier.time.clock.TableClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/** {@link WhepViewers} in the form of a scenario that has only a count and a pace of viewers. */
public final class ViewerRun {
  /**
   * Where to.
   *
   * @param whep the address that is played
   * @param sharedClock whether the server's table time is this process's
   */
  public record Target(URI whep, boolean sharedClock) {}

  private final Target target;
  private final People people;
  private final HttpClient http;
  private final ClientTransports transports;
  private final TableClock clock;

  /** Viewers that have not come yet. */
  public ViewerRun(
      Target target,
      People people,
      HttpClient http,
      ClientTransports transports,
      TableClock clock) {
    this.target = target;
    this.people = people;
    this.http = http;
    this.transports = transports;
    this.clock = clock;
  }

  /** They come, watch until the time is over, and leave. */
  public ViewerFigures run(Scenario.Viewers plan, long untilMicros, SplittableRandom random)
      throws InterruptedException {
    WhepViewers viewers =
        new WhepViewers(
            new WhepTarget(
                target.whep(),
                (kind, number) -> people.token(people.subject(kind, number)),
                target.sharedClock()),
            new ViewerPlan(plan.count(), 0, 0, Arrivals.constant(plan.startsPerSecond())),
            http,
            transports,
            clock,
            random);
    viewers.run(untilMicros);
    return figures(viewers.section());
  }

  private static ViewerFigures figures(Section section) {
    Map<String, Long> counts = new HashMap<>();
    section.counts().forEach(count -> counts.put(count.key(), Math.round(count.value())));
    Map<String, Series.Summary> series = new HashMap<>();
    section.series().forEach(named -> series.put(named.key(), summary(named.values())));
    return new ViewerFigures(
        section.asked(),
        section.failed(),
        section.failures(),
        series.get("join_answered"),
        series.get("join_connected"),
        series.get("join_first_packet"),
        series.get("join_first_frame"),
        series.get("webrtc_rtt"),
        series.get("jitter"),
        series.get("capture_to_arrival"),
        new ViewerFigures.Frames(
            counts.get("frames_shown"),
            counts.get("dropped_frames"),
            counts.get("skipped_frames"),
            counts.get("keyframes"),
            counts.get("incomplete_frames"),
            counts.get("audio_packets"),
            counts.get("freezes"),
            counts.get("frozen_ms"),
            counts.get("watched_ms")),
        new ViewerFigures.Packets(
            counts.get("packets"),
            counts.get("bytes"),
            counts.get("lost_before_nack"),
            counts.get("lost_after_nack"),
            counts.get("asked_again"),
            counts.get("keyframe_requests")));
  }

  private static Series.Summary summary(Histogram values) {
    boolean none = values.getTotalCount() == 0;
    return new Series.Summary(
        values.getTotalCount(),
        none ? 0 : values.getMinValue() / 1_000.0,
        none ? 0 : values.getMean() / 1_000.0,
        values.getValueAtPercentile(50) / 1_000.0,
        values.getValueAtPercentile(95) / 1_000.0,
        values.getValueAtPercentile(99) / 1_000.0,
        values.getValueAtPercentile(99.9) / 1_000.0,
        values.getMaxValue() / 1_000.0);
  }
}
