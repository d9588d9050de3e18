package dev.croupier.gateway.app;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.media.fanout.TableMedia;
import dev.croupier.gateway.media.track.RecentPictures;
import dev.croupier.gateway.media.track.SignalStatus;
import dev.croupier.gateway.metrics.Meter;
import dev.croupier.gateway.metrics.Meters;
import java.util.HashMap;
import java.util.Map;

/** Reads what the tables' signals count into the meters. One thread. */
final class SignalMeters {
  private final Meters meters;
  private final Map<TableId, TableMedia> tables;

  /** A table has {@link TableMedia#MAX_SIGNALS} at most. */
  private final Map<Key, Long> unfinished = new HashMap<>();

  private record Key(TableId table, SignalName signal) {}

  SignalMeters(Meters meters, Map<TableId, TableMedia> tables) {
    this.meters = meters;
    this.tables = Map.copyOf(tables);
  }

  /** Reads all. */
  void read() {
    tables.forEach(
        (id, table) -> {
          for (SignalStatus status : table.signals()) {
            table
                .pictures(status.name())
                .ifPresent(pictures -> read(new Key(id, status.name()), pictures));
          }
        });
  }

  private void read(Key signal, RecentPictures pictures) {
    long count = pictures.unfinished();
    long before = unfinished.getOrDefault(signal, 0L);
    meters
        .counter(Meter.MEDIA_PICTURES_UNFINISHED, signal.table().value(), signal.signal().value())
        .increment((double) (count - before));
    unfinished.put(signal, count);
  }
}
