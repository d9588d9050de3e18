package dev.croupier.gateway.app;

import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.media.fanout.Posters;
import dev.croupier.gateway.media.fanout.TableMedia;
import dev.croupier.gateway.media.net.MediaSocket;
import dev.croupier.gateway.media.track.SignalState;
import dev.croupier.gateway.media.webrtc.MediaSessions;
import dev.croupier.gateway.media.webrtc.TransportCounters;
import dev.croupier.gateway.metrics.Meter;
import dev.croupier.gateway.metrics.Meters;
import java.util.List;
import java.util.Map;

/** Reads the media plane's own counts into the meters, once a second. One thread. */
final class MediaMeters {
  private final Meters meters;
  private final MediaSocket socket;
  private final Posters posters;
  private final ViewerMeters viewers;
  private final SignalMeters signals;
  private final Totals totals = new Totals();
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
    TransportCounters port = socket.counters();
    port.refusals().forEach((reason, count) -> count(Meter.MEDIA_REFUSALS, reason, count));
    count(Meter.MEDIA_PACKETS, "in", port.packetsIn());
    count(Meter.MEDIA_PACKETS, "out", port.packetsOut());
    count(Meter.MEDIA_FAULTS, "session", port.faults());
    count(Meter.MEDIA_FAULTS, "table", tables.stream().mapToLong(TableMedia::faults).sum());
    count(Meter.MEDIA_POSTERS, "made", posters.made());
    count(Meter.MEDIA_POSTERS, "unreadable", posters.refused());
    count(Meter.MEDIA_POSTERS, "lost", posters.lost());
    signals.read();
  }

  private void count(Meter meter, String tag, long total) {
    totals.read(meters.counter(meter, tag), total);
  }

  private static double live(TableMedia table) {
    return table.signals().stream().filter(s -> s.state() == SignalState.LIVE).count();
  }
}
