package dev.croupier.loadtest.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What loss does to a Chromium: some of the paths of {@link LossBenchmark}, each with a page that
 * watches one real gateway, two at a time beside one on a clean path. Prints a table of Markdown.
 * Arguments: seconds of each (15) and the camera's words (360p30 gop=1s bitrate=1000k audio=mono).
 */
final class PageLossBenchmark {
  private static final int AT_ONCE = 2;
  private static final long SETTLE_MILLIS = 1_000;
  private static final long BLACKOUT_MILLIS = 3_000;

  /** One path; a blackout begins with it. */
  private record Way(String name, String down, String up, boolean dark) {}

  private PageLossBenchmark() {}

  /** Runs it once and prints the table. */
  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15;
    String camera = arguments.length > 1 ? arguments[1] : "360p30 gop=1s bitrate=1000k audio=mono";
    Path data = Files.createTempDirectory("croupier-loss");
    try (LossPages pages = new LossPages(data.resolve("data"), camera.split(" "))) {
      System.out.println(
          "| path | packets | lost first | came again | lost, after RTX | pictures/s | shown/s |"
              + " longest without ms | sound made up | back after ms | PLIs |");
      System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
      List<Way> ways = ways();
      long seed = 1;
      for (int first = 0; first < ways.size(); first += AT_ONCE) {
        run(pages, ways.subList(first, Math.min(first + AT_ONCE, ways.size())), seconds, seed);
        seed += AT_ONCE;
      }
    } finally {
      try (Stream<Path> files = Files.walk(data)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
    System.exit(0);
  }

  private static void run(LossPages pages, List<Way> ways, int seconds, long firstSeed)
      throws Exception {
    List<LossPages.Viewer> viewers = new ArrayList<>();
    for (Way way : ways) {
      viewers.add(pages.relayed(way.name(), firstSeed + viewers.size(), "none", "none"));
    }
    LossPages.Viewer near = pages.direct("beside them, clean");
    LossScene.pass(SETTLE_MILLIS);
    long[] marks = new long[ways.size()];
    near.begin();
    for (int i = 0; i < ways.size(); i++) {
      Way way = ways.get(i);
      viewers.get(i).begin();
      marks[i] = way.dark() ? pages.nowMicros() + BLACKOUT_MILLIS * 1_000 : 0;
      viewers.get(i).meets(way.down(), way.up());
    }
    LossScene.pass(seconds * 1_000L);
    for (LossPages.Viewer viewer : viewers) {
      viewer.meets("none", "none");
    }
    LossScene.pass(SETTLE_MILLIS); // what was lost last is sent again
    for (int i = 0; i < ways.size(); i++) {
      print(viewers.get(i).since(marks[i]));
    }
    print(near.since());
    viewers.forEach(LossPages.Viewer::leave);
    near.leave();
  }

  private static void print(LossPages.Result result) {
    long expected = Math.max(1, result.expected());
    System.out.println(
        String.format(
            Locale.ROOT,
            "| %s | %d | %.1f %% | %d | %.2f %% | %.1f | %.1f | %.0f | %.1f %% | %s | %d |",
            result.name(),
            result.expected(),
            100.0 * result.lost() / expected,
            result.resent(),
            100.0 * result.residual() / expected,
            result.whole() / result.seconds(),
            result.shown() / result.seconds(),
            result.longestMillis(),
            100 * result.concealed(),
            result.backMillis() < 0 ? "" : "%.0f".formatted(result.backMillis()),
            result.keyframesAsked()));
  }

  private static List<Way> ways() {
    List<Way> ways = new ArrayList<>();
    for (int loss : new int[] {1, 5, 10}) {
      for (int rtt : new int[] {20, 50, 100, 150}) {
        String delay = "delay=" + rtt / 2 + "ms";
        ways.add(
            new Way(
                loss + " % + 5 % reordered, RTT " + rtt,
                delay + " loss=" + loss + "% reorder=5%,15ms",
                delay + " loss=" + loss + "%",
                false));
      }
    }
    for (int rtt : new int[] {20, 100}) {
      String delay = "delay=" + rtt / 2 + "ms";
      ways.add(
          new Way("5 % in bursts of 10, RTT " + rtt, delay + " loss=5% burst=10", delay, false));
    }
    for (int rtt : new int[] {20, 150}) {
      String dark = "delay=" + rtt / 2 + "ms blackout=" + BLACKOUT_MILLIS + "ms";
      ways.add(new Way("3 s blackout, RTT " + rtt, dark, dark, true));
    }
    return ways;
  }
}
