package dev.croupier.gateway.control.session;

import dev.croupier.gateway.metrics.Meter;
import dev.croupier.gateway.metrics.Meters;
import java.time.Duration;

/** Counts what pages report by table and build, never by session. Any thread. */
final class QualityMeters {
  private final Meters meters;

  QualityMeters(Meters meters) {
    this.meters = meters;
  }

  /** A report was taken. */
  void count(PageDigest digest, String table, String build) {
    meters.counter(Meter.PAGE_REPORTS, digest.plausible() ? "counted" : "implausible").increment();
    level(Meter.PAGE_RTT, digest.figures().get(PageFigure.RTT_MS), table, build);
    level(Meter.PAGE_JITTER, digest.figures().get(PageFigure.JITTER_MS), table, build);
    level(Meter.PAGE_BEHIND, digest.figures().get(PageFigure.BEHIND_MS), table, build);
    if (digest.joined()) {
      double millis = digest.figures().get(PageFigure.JOIN_MS);
      meters.timer(Meter.PAGE_JOIN, table, build).record(Duration.ofMillis(Math.round(millis)));
    }
    growth(Meter.PAGE_FRAMES_DECODED, digest.growth(PageFigure.FRAMES_DECODED), table, build);
    growth(Meter.PAGE_FRAMES_DROPPED, digest.growth(PageFigure.FRAMES_DROPPED), table, build);
    growth(Meter.PAGE_FREEZES, digest.growth(PageFigure.FREEZE_COUNT), table, build);
    growth(Meter.PAGE_FREEZES_WITHOUT_LOSS, digest.freezesWithoutLoss(), table, build);
    growth(Meter.PAGE_FROZEN, digest.growth(PageFigure.FREEZE_MS) / 1_000, table, build);
    double expected = digest.growth(PageFigure.PACKETS_RECEIVED) + digest.lost();
    if (expected > 0 && digest.grown().containsKey(PageFigure.PACKETS_LOST)) {
      meters.summary(Meter.PAGE_LOSS, table, build).record(digest.lost() / expected);
      if (digest.grown().containsKey(PageFigure.RETRANSMITTED_PACKETS_RECEIVED)) {
        double left = digest.lostForGood() / expected;
        meters.summary(Meter.PAGE_LOSS_RESIDUAL, table, build).record(left);
      }
    }
  }

  /** A report was refused: a figure is out of its range. */
  void refused() {
    meters.counter(Meter.PAGE_REPORTS, "out_of_range").increment();
  }

  private void level(Meter meter, Double value, String table, String build) {
    if (value != null) {
      meters.summary(meter, table, build).record(Math.max(0, value));
    }
  }

  private void growth(Meter meter, double by, String table, String build) {
    meters.counter(meter, table, build).increment(by);
  }
}
