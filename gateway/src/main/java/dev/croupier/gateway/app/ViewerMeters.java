package dev.croupier.gateway.app;

import dev.croupier.gateway.media.webrtc.LinkQos;
import dev.croupier.gateway.media.webrtc.MediaSessions;
import dev.croupier.gateway.media.webrtc.ResendVerdict;
import dev.croupier.gateway.media.webrtc.WhepFigures;
import dev.croupier.gateway.media.webrtc.WhepQos;
import dev.croupier.gateway.media.webrtc.WhepSession;
import dev.croupier.gateway.metrics.Meter;
import dev.croupier.gateway.metrics.Meters;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Reads viewers' own figures into the meters, once a second and when they end. One thread. */
final class ViewerMeters {
  private final Meters meters;
  private final MediaSessions sessions;
  private final UnaryOperator<String> labels;
  private Map<String, Seen> viewers = new HashMap<>();

  /** What was read of a viewer before. */
  private static final class Seen {
    private boolean joined;
    private long dropped;
    private long resent;
    private long requests;
    private long leftOut;
    private final long[] refused = new long[ResendVerdict.values().length];
  }

  /**
   * Nothing was read yet.
   *
   * @param labels the player build of a viewer by its label
   */
  ViewerMeters(Meters meters, MediaSessions sessions, UnaryOperator<String> labels) {
    this.meters = meters;
    this.sessions = sessions;
    this.labels = labels;
  }

  /** Reads all; once a second. */
  void read() {
    Map<String, Seen> present = new HashMap<>();
    for (WhepSession session : sessions.viewers()) {
      WhepFigures viewer = session.figures();
      Seen seen = viewers.getOrDefault(viewer.id(), new Seen());
      present.put(viewer.id(), seen);
      sample(viewer);
      count(viewer, seen);
    }
    // Behind those who live: who ends in between is among these at least.
    for (WhepFigures viewer : sessions.takeEndedViewers()) {
      Seen before = viewers.getOrDefault(viewer.id(), new Seen());
      count(viewer, present.getOrDefault(viewer.id(), before));
      present.remove(viewer.id());
      meters
          .counter(
              Meter.MEDIA_ENDS, viewer.show(), labels.apply(viewer.label()), viewer.endReason())
          .increment();
    }
    viewers = present;
  }

  /** How it is now: one sample a look. */
  private void sample(WhepFigures viewer) {
    WhepQos qos = viewer.qos();
    LinkQos link = viewer.link();
    String table = viewer.show();
    String build = labels.apply(viewer.label());
    if (qos.rttMicros() >= 0) {
      meters.summary(Meter.WEBRTC_RTT, table, build).record(qos.rttMicros() / 1_000.0);
      meters.summary(Meter.MEDIA_LOSS, table, build).record(qos.fractionLost());
      meters.summary(Meter.MEDIA_JITTER, table, build).record(qos.jitterMicros() / 1_000.0);
    }
    if (link.estimateBps() >= 0) {
      meters.summary(Meter.MEDIA_ESTIMATE, table, build).record((double) link.estimateBps());
      meters.summary(Meter.MEDIA_QUEUE, table, build).record(link.queueMicros() / 1_000.0);
    }
  }

  /** What happened since the last look. */
  private void count(WhepFigures viewer, Seen seen) {
    WhepQos qos = viewer.qos();
    String table = viewer.show();
    String build = labels.apply(viewer.label());
    if (!seen.joined && qos.firstFrameAfterMicros() >= 0) {
      seen.joined = true;
      meters
          .timer(Meter.MEDIA_JOIN, table, build)
          .record(Duration.ofNanos(qos.firstFrameAfterMicros() * 1_000));
    }
    long dropped = qos.framesDropped();
    long resent = qos.resent();
    long requests = qos.keyframeRequests();
    meters.counter(Meter.DROPPED_FRAMES, table, build).increment((double) (dropped - seen.dropped));
    meters
        .counter(Meter.MEDIA_RETRANSMISSIONS, table, build)
        .increment((double) (resent - seen.resent));
    meters
        .counter(Meter.MEDIA_KEYFRAME_REQUESTS, table, build)
        .increment((double) (requests - seen.requests));
    seen.dropped = dropped;
    seen.resent = resent;
    seen.requests = requests;
    count(viewer.link(), seen, table, build);
  }

  private void count(LinkQos link, Seen seen, String table, String build) {
    long leftOut = link.framesLeftOut();
    meters
        .counter(Meter.MEDIA_FRAMES_LEFT_OUT, table, build)
        .increment((double) (leftOut - seen.leftOut));
    seen.leftOut = leftOut;
    ResendVerdict[] verdicts = ResendVerdict.values();
    for (int i = 0; i < verdicts.length; i++) {
      if (verdicts[i] != ResendVerdict.SENT) {
        long refused = link.resends(verdicts[i]);
        meters
            .counter(Meter.MEDIA_RETRANSMISSIONS_REFUSED, table, build, verdicts[i].label())
            .increment((double) (refused - seen.refused[i]));
        seen.refused[i] = refused;
      }
    }
  }
}
