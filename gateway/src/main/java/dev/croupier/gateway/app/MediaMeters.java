package dev.croupier.gateway.app;

import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.media.fanout.Posters;
import dev.croupier.gateway.media.fanout.TableMedia;
import dev.croupier.gateway.media.net.MediaSocket;
import dev.croupier.gateway.media.track.SignalState;
import dev.croupier.gateway.media.webrtc.LinkQos;
import dev.croupier.gateway.media.webrtc.MediaSessions;
import dev.croupier.gateway.media.webrtc.ResendVerdict;
import dev.croupier.gateway.media.webrtc.WhepQos;
import dev.croupier.gateway.media.webrtc.WhepSession;
import dev.croupier.gateway.metrics.Meter;
import dev.croupier.gateway.metrics.Meters;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the media plane's own counts into the meters, once a second. One thread. */
final class MediaMeters {
  private final Meters meters;
  private final MediaSessions sessions;
  private final MediaSocket socket;
  private final MediaAdapter labels;
  private final Posters posters;
  private final Map<String, Seen> viewers = new HashMap<>();
  private final Map<String, Long> refusals = new HashMap<>();
  private long packetsIn;
  private long packetsOut;
  private final Map<String, Long> stills = new HashMap<>();
  private final Map<String, Long> faults = new HashMap<>();
  private final List<TableMedia> tables;

  /** What was read of a viewer before. */
  private static final class Seen {
    private boolean joined;
    private long dropped;
    private long resent;
    private long requests;
    private long leftOut;
    private final long[] refused = new long[ResendVerdict.values().length];
  }

  MediaMeters(
      Meters meters,
      Map<TableId, TableMedia> tables,
      MediaSessions sessions,
      MediaSocket socket,
      MediaAdapter labels,
      Posters posters) {
    this.meters = meters;
    this.sessions = sessions;
    this.socket = socket;
    this.labels = labels;
    this.posters = posters;
    this.tables = List.copyOf(tables.values());
    tables.forEach(
        (id, table) -> {
          meters.gauge(Meter.MEDIA_SESSIONS, table, TableMedia::viewers, "viewer", id.value());
          meters.gauge(Meter.MEDIA_SESSIONS, table, MediaMeters::live, "signal", id.value());
        });
  }

  /** Reads all; once a second. */
  void read() {
    Map<String, Seen> present = new HashMap<>();
    for (WhepSession viewer : sessions.viewers()) {
      Seen seen = viewers.getOrDefault(viewer.id(), new Seen());
      present.put(viewer.id(), seen);
      read(viewer, seen);
    }
    viewers.clear();
    viewers.putAll(present);
    socket
        .counters()
        .refusals()
        .forEach(
            (reason, count) -> {
              long before = refusals.getOrDefault(reason, 0L);
              meters.counter(Meter.MEDIA_REFUSALS, reason).increment((double) (count - before));
              refusals.put(reason, count);
            });
    long in = socket.counters().packetsIn();
    long out = socket.counters().packetsOut();
    meters.counter(Meter.MEDIA_PACKETS, "in").increment((double) (in - packetsIn));
    meters.counter(Meter.MEDIA_PACKETS, "out").increment((double) (out - packetsOut));
    packetsIn = in;
    packetsOut = out;
    faults("session", socket.counters().faults());
    faults("table", tables.stream().mapToLong(TableMedia::faults).sum());
    stills("made", posters.made());
    stills("unreadable", posters.refused());
    stills("lost", posters.lost());
  }

  private void faults(String kind, long count) {
    long before = faults.getOrDefault(kind, 0L);
    meters.counter(Meter.MEDIA_FAULTS, kind).increment((double) (count - before));
    faults.put(kind, count);
  }

  private void stills(String outcome, long count) {
    long before = stills.getOrDefault(outcome, 0L);
    meters.counter(Meter.MEDIA_POSTERS, outcome).increment((double) (count - before));
    stills.put(outcome, count);
  }

  private void read(WhepSession viewer, Seen seen) {
    WhepQos qos = viewer.qos();
    String table = viewer.show();
    String build = labels.label(viewer.label());
    if (qos.rttMicros() >= 0) {
      meters.summary(Meter.WEBRTC_RTT, table, build).record(qos.rttMicros() / 1_000.0);
      meters.summary(Meter.MEDIA_LOSS, table, build).record(qos.fractionLost());
      meters.summary(Meter.MEDIA_JITTER, table, build).record(qos.jitterMicros() / 1_000.0);
    }
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
    read(viewer.linkQos(), seen, table, build);
  }

  private void read(LinkQos link, Seen seen, String table, String build) {
    if (link.estimateBps() >= 0) {
      meters.summary(Meter.MEDIA_ESTIMATE, table, build).record((double) link.estimateBps());
      meters.summary(Meter.MEDIA_QUEUE, table, build).record(link.queueMicros() / 1_000.0);
    }
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

  private static double live(TableMedia table) {
    return table.signals().stream().filter(s -> s.state() == SignalState.LIVE).count();
  }
}
