package dev.croupier.loadtest.peer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The gateway's and a peer's figures beside each other, as lines of text. Pure, any thread. */
public final class Ratios {
  private static final String HEAD = "%-9s %7s %-9s %6s %13s %18s %7s %8s %13s %7s %10s%n";

  private Ratios() {}

  /**
   * A table of all results by server and number of viewers, and the ratios of what was sustained.
   *
   * @param peer empty where the gateway was measured alone
   */
  public static String of(List<Measurement.Result> gateway, List<Measurement.Result> peer) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            HEAD,
            "server",
            "viewers",
            "sustained",
            "µs/pkt",
            "cpu user+sys",
            "delay p50/99/max",
            "lost",
            "KiB/view",
            "join p50/95",
            "failed",
            "own/late"));
    List<Measurement.Result> all = new ArrayList<>(sorted(gateway));
    all.addAll(sorted(peer));
    all.forEach(result -> text.append(row(result)));
    text.append(System.lineSeparator());
    all.forEach(result -> text.append(details(result)));
    sorted(gateway).stream()
        .filter(ours -> same(peer, ours).isPresent())
        .forEach(ours -> text.append(ratio(ours, same(peer, ours).orElseThrow())));
    text.append(limits(gateway, peer));
    return text.toString();
  }

  private static List<Measurement.Result> sorted(List<Measurement.Result> results) {
    return results.stream().sorted(Comparator.comparingInt(Measurement.Result::viewers)).toList();
  }

  private static String row(Measurement.Result r) {
    return String.format(
        Locale.ROOT,
        HEAD,
        r.server(),
        r.viewers(),
        r.sustained() ? "yes" : "no",
        String.format(Locale.ROOT, "%.2f", r.microsPerPacket()),
        String.format(Locale.ROOT, "%.1f+%.1f%%", 100 * r.userShare(), 100 * r.systemShare()),
        String.format(
            Locale.ROOT, "%.1f/%.1f/%.1f", r.delay().p50Ms(), r.delay().p99Ms(), r.delay().maxMs()),
        String.format(Locale.ROOT, "%.3f%%", 100 * r.lossShare()),
        String.format(Locale.ROOT, "%.1f", r.residentPerViewerKiB()),
        String.format(Locale.ROOT, "%.0f/%.0f", r.joinP50Ms(), r.joinP95Ms()),
        r.failed(),
        String.format(
            Locale.ROOT,
            "%.0f%%/%.1f%s",
            100 * r.generatorShare(),
            r.generatorLagP99Ms(),
            r.overloaded() ? "!" : ""));
  }

  /** What has no column: the packets, how old pictures are, and what the server's threads say. */
  private static String details(Measurement.Result r) {
    String pictures =
        String.format(
            Locale.ROOT,
            "%s %d: %.0f packets/s; capture to arrival %s%n",
            r.server(),
            r.viewers(),
            r.packetsPerSecond(),
            spans(r.arrival()));
    return pictures + r.threads().map(Ratios::threads).orElse("");
  }

  private static String threads(Measurement.Threads t) {
    return String.format(
        Locale.ROOT,
        "  media loops %.2f µs/pkt (%.0f %% user), tables %.2f µs/pkt, %.1f bytes allocated/pkt,"
            + " %d pauses of %d ms in all, live heap %.0f KiB a viewer%n",
        t.loopMicrosPerPacket(),
        100 * t.loopUserShare(),
        t.tableMicrosPerPacket(),
        t.bytesPerPacket(),
        t.pauses(),
        t.pausedMs(),
        t.liveKiBPerViewer());
  }

  private static String spans(Measurement.Spans s) {
    return s.count() == 0
        ? "unknown"
        : String.format(
            Locale.ROOT, "p50 %.1f, p99 %.1f, max %.1f ms", s.p50Ms(), s.p99Ms(), s.maxMs());
  }

  private static Optional<Measurement.Result> same(
      List<Measurement.Result> results, Measurement.Result wanted) {
    return results.stream().filter(each -> each.viewers() == wanted.viewers()).findFirst();
  }

  /** More than one is in favour of the gateway. */
  private static String ratio(Measurement.Result ours, Measurement.Result theirs) {
    return String.format(
        Locale.ROOT,
        "%d viewers: %s takes %.2f × the CPU a packet, %.2f × the memory a viewer, %.2f × the"
            + " time to join (p95)%s%n",
        ours.viewers(),
        theirs.server(),
        theirs.microsPerPacket() / ours.microsPerPacket(),
        theirs.residentPerViewerKiB() / ours.residentPerViewerKiB(),
        theirs.joinP95Ms() / ours.joinP95Ms(),
        ours.overloaded() || theirs.overloaded() ? "; the generator was overloaded" : "");
  }

  private static String limits(List<Measurement.Result> gateway, List<Measurement.Result> peer) {
    String ours = "sustained: gateway " + limit(gateway);
    if (peer.isEmpty()) {
      return ours + System.lineSeparator();
    }
    String both = ours + ", " + peer.getFirst().server() + " " + limit(peer);
    return held(gateway) == 0 || held(peer) == 0
        ? both + System.lineSeparator()
        : String.format(Locale.ROOT, "%s: %.2f ×%n", both, (double) held(gateway) / held(peer));
  }

  /** The most that were sustained, and the least above that were not. */
  private static String limit(List<Measurement.Result> results) {
    int held = held(results);
    Optional<Measurement.Result> next =
        sorted(results).stream().filter(each -> each.viewers() > held).findFirst();
    String most = held == 0 ? "none of these" : Integer.toString(held);
    return next.map(each -> most + " (not " + each.viewers() + why(each) + ")").orElse(most);
  }

  private static String why(Measurement.Result result) {
    return LimitSearch.Verdict.of(result) == LimitSearch.Verdict.UNKNOWN
        ? ": the generator was overloaded"
        : "";
  }

  private static int held(List<Measurement.Result> results) {
    return results.stream()
        .filter(Measurement.Result::sustained)
        .mapToInt(Measurement.Result::viewers)
        .max()
        .orElse(0);
  }
}
