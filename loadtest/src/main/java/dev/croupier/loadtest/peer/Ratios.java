package dev.croupier.loadtest.peer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The gateway's and a peer's figures beside each other, as lines of text. Pure, any thread. */
public final class Ratios {
  private Ratios() {}

  /**
   * A table of all results, and the ratios of what was sustained.
   *
   * @param peer empty where the gateway was measured alone
   */
  public static String of(List<Measurement.Result> gateway, List<Measurement.Result> peer) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-10s %7s %7s %9s %8s %7s %9s %8s %15s %15s %15s%n",
            "server",
            "viewers",
            "failed",
            "packets/s",
            "µs/pkt",
            "cpu",
            "KiB/view",
            "lost",
            "join p50/p95 ms",
            "delay p50/99 ms",
            "own cpu/late ms"));
    List<Measurement.Result> all = new ArrayList<>(gateway);
    all.addAll(peer);
    all.forEach(result -> text.append(row(result)));
    text.append(System.lineSeparator());
    all.forEach(result -> text.append(details(result)));
    gateway.stream()
        .filter(ours -> same(peer, ours).isPresent())
        .forEach(ours -> text.append(ratio(ours, same(peer, ours).orElseThrow())));
    text.append(limits(gateway, peer));
    return text.toString();
  }

  private static String row(Measurement.Result r) {
    return String.format(
        Locale.ROOT,
        "%-10s %7d %7s %9.0f %8.2f %6.1f%% %9.1f %7.3f%% %15s %15s %15s%n",
        r.server(),
        r.viewers(),
        r.failed() + (r.sustained() ? "" : "!"),
        r.packetsPerSecond(),
        r.microsPerPacket(),
        100 * r.cpuShare(),
        r.residentPerViewerKiB(),
        100 * r.lossShare(),
        pair(r.joinP50Ms(), r.joinP95Ms()),
        pair(r.frameDelay().p50Ms(), r.frameDelay().p99Ms()),
        String.format(
            Locale.ROOT,
            "%.0f%%/%.1f%s",
            100 * r.generatorShare(),
            r.generatorLagP99Ms(),
            r.overloaded() ? "!" : ""));
  }

  /** What has no column: how long pictures take at worst, and what the server's threads say. */
  private static String details(Measurement.Result r) {
    String pictures =
        String.format(
            Locale.ROOT,
            "%s %d: delay max %.1f ms; capture to arrival %s%n",
            r.server(),
            r.viewers(),
            r.frameDelay().maxMs(),
            spans(r.arrival()));
    return pictures + r.threads().map(Ratios::threads).orElse("");
  }

  private static String threads(Measurement.Threads t) {
    return String.format(
        Locale.ROOT,
        "  media loops %.2f µs/pkt (%.0f %% user), tables %.2f µs/pkt, %.1f bytes allocated/pkt,"
            + " %d pauses of %d ms in all%n",
        t.loopMicrosPerPacket(),
        100 * t.loopUserShare(),
        t.tableMicrosPerPacket(),
        t.bytesPerPacket(),
        t.pauses(),
        t.pausedMs());
  }

  private static String spans(Measurement.Spans s) {
    return s.maxMs() == 0
        ? "unknown"
        : String.format(
            Locale.ROOT, "p50 %.1f, p99 %.1f, max %.1f ms", s.p50Ms(), s.p99Ms(), s.maxMs());
  }

  private static String pair(double a, double b) {
    return String.format(Locale.ROOT, "%.1f/%.1f", a, b);
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
    int ours = sustained(gateway);
    int theirs = sustained(peer);
    if (peer.isEmpty()) {
      return String.format(Locale.ROOT, "sustained: gateway %d%n", ours);
    }
    String name = peer.getFirst().server();
    return theirs == 0
        ? String.format(Locale.ROOT, "sustained: gateway %d, %s none of these%n", ours, name)
        : String.format(
            Locale.ROOT,
            "sustained: gateway %d, %s %d: %.2f ×%n",
            ours,
            name,
            theirs,
            (double) ours / theirs);
  }

  private static int sustained(List<Measurement.Result> results) {
    return results.stream()
        .filter(Measurement.Result::sustained)
        .map(Measurement.Result::viewers)
        .max(Comparator.naturalOrder())
        .orElse(0);
  }
}
