package dev.croupier.gateway.app;

import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.media.fanout.TableMedia;
import dev.croupier.gateway.media.track.SignalStatus;
import dev.croupier.gateway.metrics.Meter;
import dev.croupier.gateway.metrics.Meters;
import java.util.Map;

/** Reads what the tables' signals count into the meters. One thread. */
final class SignalMeters {
  private final Meters meters;
  private final Map<TableId, TableMedia> tables;

  private final Totals totals = new Totals();

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
                .ifPresent(
                    pictures ->
                        totals.read(
                            meters.counter(
                                Meter.MEDIA_PICTURES_UNFINISHED, id.value(), status.name().value()),
                            pictures.unfinished()));
          }
        });
  }
}
