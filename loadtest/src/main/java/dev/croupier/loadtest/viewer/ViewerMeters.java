package dev.croupier.loadtest.viewer;

import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.measure.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What all full viewers of a program measure into together. Any thread. */
final class ViewerMeters {
  private static final double P50 = 50;
  private static final double P95 = 95;
  private static final double P99 = 99;

  final JoinSeries join = new JoinSeries();
  final Series firstFrame = new Series();
  final Series firstLiveFrame = new Series();
  final Series rtt = new Series();
  final Series jitter = new Series();
  final Series age = new Series();
  final Series frameDelay = new Series();
  final Series sentToArrival = new Series();
  final Series freeze = new Series();
  final Series avShift = new Series();
  final Series avChange = new Series();
  final Series glass = new Series();
  final Series captureError = new Series();
  final PaceFloor floor = new PaceFloor();
  final SignalBoard signals = new SignalBoard();
  private final Series skew = new Series();
  private final Series decodedSkew = new Series();
  final SpreadBoard arrivals = new SpreadBoard(skew);
  final SpreadBoard pictures = new SpreadBoard(decodedSkew);

  /** Everything as durations, in the order of a report. */
  List<Section.Named> series() {
    List<Section.Named> all = new ArrayList<>(join.named());
    all.add(firstFrame.named("join_first_frame", "join: first frame"));
    all.add(firstLiveFrame.named("join_first_live_frame", "join: first live frame"));
    all.add(rtt.named("webrtc_rtt", "webrtc rtt"));
    all.add(jitter.named("jitter", "jitter"));
    all.add(age.named("capture_to_arrival", "capture to arrival"));
    all.add(frameDelay.named("frame_delay", "frames behind the fastest"));
    if (sentToArrival.count() > 0) {
      all.add(sentToArrival.named("sent_to_arrival", "last packet sent to arrival"));
    }
    all.add(skew.named("skew", "skew: same frame, all viewers"));
    all.add(signals.skew().named("new_signal_skew", "skew: first frame of a new signal"));
    all.add(freeze.named("freeze", "freezes"));
    all.add(avShift.named("av_shift", "sound and pictures apart"));
    all.add(avChange.named("av_change", "the same, change since the start"));
    all.add(glass.named("capture_to_picture", "capture to decoded picture"));
    all.add(decodedSkew.named("picture_skew", "skew: same picture, decoding viewers"));
    all.add(captureError.named("capture_error", "capture time said and seen apart"));
    return all;
  }

  /** What objectives may name; nothing for what was never measured. */
  Map<String, Double> figures(int failed, ViewerTally tally) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("failed_joins", (double) failed);
    join.figures(figures, "connected_p95_ms", "first_packet_p95_ms");
    put(figures, "first_frame_p95_ms", firstFrame, P95);
    put(figures, "first_live_frame_p95_ms", firstLiveFrame, P95);
    put(figures, "webrtc_rtt_p50_ms", rtt, P50);
    put(figures, "webrtc_rtt_p95_ms", rtt, P95);
    put(figures, "jitter_p95_ms", jitter, P95);
    figures.put("frames_shown", (double) tally.get(ViewerTally.Kind.FRAMES_SHOWN));
    figures.put("dropped_frames", (double) tally.get(ViewerTally.Kind.DROPPED_FRAMES));
    figures.put(
        "dropped_frames_share",
        tally.share(ViewerTally.Kind.DROPPED_FRAMES, ViewerTally.Kind.FRAMES_SHOWN));
    figures.put("late_frames", (double) tally.get(ViewerTally.Kind.LATE_FRAMES));
    long watched = tally.get(ViewerTally.Kind.WATCHED_MS);
    long frozen = tally.get(ViewerTally.Kind.FROZEN_MS);
    figures.put("frozen_share", watched == 0 ? 1 : (double) frozen / watched);
    figures.put("freezes", (double) tally.get(ViewerTally.Kind.FREEZES));
    long expected =
        tally.get(ViewerTally.Kind.FIRST_SENDINGS) + tally.get(ViewerTally.Kind.LOST_BEFORE_NACK);
    long after = tally.get(ViewerTally.Kind.LOST_AFTER_NACK);
    figures.put(
        "loss_before_nack_share",
        tally.share(ViewerTally.Kind.LOST_BEFORE_NACK, ViewerTally.Kind.FIRST_SENDINGS));
    figures.put("loss_after_nack_share", expected == 0 ? 1 : (double) after / expected);
    put(figures, "capture_to_arrival_p50_ms", age, P50);
    put(figures, "capture_to_arrival_p95_ms", age, P95);
    put(figures, "skew_p95_ms", skew, P95);
    put(figures, "new_signal_skew_p99_ms", signals.skew(), P99);
    put(figures, "av_shift_p95_ms", avShift, P95);
    figures.put("unreadable_strips", (double) tally.get(ViewerTally.Kind.UNREADABLE_STRIPS));
    figures.put("sequence_gaps", (double) tally.get(ViewerTally.Kind.SEQUENCE_GAPS));
    figures.put("timestamp_jumps", (double) tally.get(ViewerTally.Kind.TIMESTAMP_JUMPS));
    return figures;
  }

  static void put(Map<String, Double> figures, String key, Series series, double percent) {
    if (series.count() > 0) {
      figures.put(key, series.percentileMs(percent));
    }
  }
}
