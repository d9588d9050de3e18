package dev.croupier.gateway.app;

import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.media.fanout.Posters;
import dev.croupier.gateway.media.fanout.TableMedia;
import dev.croupier.gateway.media.net.MediaSocket;
import dev.croupier.gateway.media.track.SignalState;
import dev.croupier.gateway.media.webrtc.MediaSessions;
import dev.croupier.gateway.metrics.Meter;
import dev.croupier.gateway.metrics.Meters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the media plane's own counts into the meters, once a second. One thread. */
final class MediaMeters {
  private final Meters meters;
  private final MediaSocket socket;
  private final Posters posters;
  private final ViewerMeters viewers;
  private final SignalMeters signals;
  private final Map<String, Long> refusals = new HashMap<>();
  private long packetsIn;
  private long packetsOut;
  private final Map<String, Long> stills = new HashMap<>();
  private final Map<String, Long> faults = new HashMap<>();
  private final List<TableMedia> tables;

  MediaMeters(
      Meters meters,
      Map<TableId, TableMedia> tables,
      MediaSessions sessions,
      MediaSocket socket,
      MediaAdapter labels,
      Posters posters) {
    this.meters = meters;
    this.socket = socket;
    this.viewers = new ViewerMeters(meters, sessions, labels::label);
    this.posters = posters;
    this.tables = List.copyOf(tables.values());
    this.signals = new SignalMeters(meters, tables);
    tables.forEach(
        (id, table) -> {
          meters.gauge(Meter.MEDIA_SESSIONS, table, TableMedia::viewers, "viewer", id.value());
          meters.gauge(Meter.MEDIA_SESSIONS, table, MediaMeters::live, "signal", id.value());
        });
  }

  /** Reads all; once a second. */
  void read() {
    viewers.read();
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
    signals.read();
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

  private static double live(TableMedia table) {
    return table.signals().stream().filter(s -> s.state() == SignalState.LIVE).count();
  }
}
