package dev.croupier.loadtest.relay;

import dev.croupier.loadtest.measure.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What a relay has done, for reports. Made on the relay's event loop. */
final class RelaySection {
  private static final double PERCENTILE = 99;
  private static final double MILLIS = 1_000.0;

  private RelaySection() {}

  static Section of(
      Leg up, Leg down, UdpRelay datagrams, TcpRelay streams, List<Section.Mark> marks) {
    List<Section.Named> series = new ArrayList<>();
    List<Section.Count> counts = new ArrayList<>();
    for (Leg leg : List.of(up, down)) {
      String word = leg.direction.word();
      series.add(
          new Section.Named(word + "_delay", word + ": arrival to departure", leg.delay.copy()));
      series.add(
          new Section.Named(word + "_late", word + ": departure behind plan", leg.late.copy()));
      add(counts, leg);
    }
    counts.add(new Section.Count("flows", "UDP clients", datagrams.opened(), ""));
    counts.add(new Section.Count("connections", "TCP connections", streams.opened(), ""));
    List<String> failures = new ArrayList<>();
    int refused = streams.refused() + streams.failed();
    if (streams.refused() > 0) {
      failures.add(streams.refused() + " TCP connections beyond the cap");
    }
    if (streams.failed() > 0) {
      failures.add(streams.failed() + " TCP connections that the server did not take");
    }
    if (datagrams.refused() > 0) {
      failures.add(datagrams.refused() + " datagrams of clients that could not be let in");
    }
    return new Section(
        "relay",
        "relay",
        datagrams.opened() + streams.opened() + streams.refused(),
        refused,
        failures,
        series,
        counts,
        figures(up, down),
        marks);
  }

  private static Map<String, Double> figures(Leg up, Leg down) {
    Map<String, Double> figures = new LinkedHashMap<>();
    long packets = up.packets + down.packets;
    figures.put("relay_packets", (double) packets);
    if (packets > 0) {
      figures.put("relay_loss_share", (double) (up.dropped() + down.dropped()) / packets);
      figures.put("relay_delay_p99_ms", p99(up.delay, down.delay));
      figures.put("relay_late_p99_ms", p99(up.late, down.late));
    }
    return figures;
  }

  private static double p99(Histogram one, Histogram other) {
    Histogram both = one.copy();
    both.add(other);
    return both.getValueAtPercentile(PERCENTILE) / MILLIS;
  }

  private static void add(List<Section.Count> counts, Leg leg) {
    String word = leg.direction.word();
    count(counts, word, "packets", "packets", leg.packets);
    count(counts, word, "delivered", "delivered", leg.delivered);
    count(counts, word, "sends", "sends that carried them", leg.sends);
    for (DropReason reason : DropReason.values()) {
      if (leg.dropped(reason) > 0 || reason == DropReason.LOSS) {
        count(
            counts,
            word,
            "dropped_" + reason.word(),
            "dropped " + reason.label(),
            leg.dropped(reason));
      }
    }
    count(counts, word, "duplicated", "duplicated", leg.duplicated);
    count(counts, word, "reordered", "reordered", leg.reordered);
    counts.add(new Section.Count(word + "_bytes", word + ": bytes", leg.bytes, "B"));
    counts.add(
        new Section.Count(word + "_stream_bytes", word + ": bytes of TCP", leg.streamBytes, "B"));
    count(
        counts,
        word,
        "stream_retransmissions",
        "pieces of TCP held by loss or blackout",
        leg.streamRetransmissions);
  }

  private static void count(
      List<Section.Count> counts, String word, String key, String label, long value) {
    counts.add(new Section.Count(word + "_" + key, word + ": " + label, value, ""));
  }
}
