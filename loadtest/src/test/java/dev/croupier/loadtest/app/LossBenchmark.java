package dev.croupier.loadtest.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What loss does to viewers: a matrix of paths, each with a viewer of one real gateway, four at a
 * time beside one on a clean path. Prints a table of Markdown. Arguments: seconds of each (15) and
 * the camera's words (720p30 gop=1s bitrate=2500k audio=stereo).
 */
final class LossBenchmark {
  private static final int AT_ONCE = 4;
  private static final long SETTLE_MILLIS = 700;
  private static final long BLACKOUT_MILLIS = 3_000;

  /** One path; a blackout begins with it. */
  private record Way(String name, String down, String up, boolean dark) {}

  private LossBenchmark() {}

  /** Runs it once and prints the table. */
  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15;
    String camera =
        arguments.length > 1 ? arguments[1] : "720p30 gop=1s bitrate=2500k audio=stereo";
    Path data = Files.createTempDirectory("croupier-loss");
    try (LossScene scene = new LossScene(data.resolve("data"), camera.split(" "))) {
      System.out.println(
          "| path | packets | lost first | residual after RTX | pictures/s | longest without ms |"
              + " sound ms | back after ms | PLIs |");
      System.out.println("|---|---|---|---|---|---|---|---|---|");
      List<Way> ways = ways();
      long seed = 1;
      for (int first = 0; first < ways.size(); first += AT_ONCE) {
        List<Way> now =
            new ArrayList<>(ways.subList(first, Math.min(first + AT_ONCE, ways.size())));
        now.add(new Way("beside them, clean", "none", "none", false));
        seed = run(scene, now, seconds, seed);
      }
    } finally {
      try (Stream<Path> files = Files.walk(data)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
    System.exit(0);
  }

  private static long run(LossScene scene, List<Way> ways, int seconds, long firstSeed)
      throws Exception {
    long seed = firstSeed;
    List<LossScene.Watcher> watchers = new ArrayList<>();
    for (Way way : ways) {
      watchers.add(scene.watch(way.name(), seed++));
    }
    LossScene.pass(2_000);
    for (int i = 0; i < ways.size(); i++) {
      watchers.get(i).begin(ways.get(i).down(), ways.get(i).up());
      if (ways.get(i).dark()) {
        watchers.get(i).mark(scene.nowMicros() + BLACKOUT_MILLIS * 1_000);
      }
    }
    LossScene.pass(seconds * 1_000L);
    List<LossScene.Result> results = new ArrayList<>();
    for (LossScene.Watcher watcher : watchers) {
      results.add(watcher.result());
    }
    for (int i = 0; i < ways.size(); i++) {
      watchers.get(i).leave();
      print(results.get(i), seconds);
    }
    LossScene.pass(SETTLE_MILLIS);
    return seed;
  }

  private static void print(LossScene.Result result, int seconds) {
    System.out.println(
        String.format(
            Locale.ROOT,
            "| %s | %d | %.1f %% | %.2f %% | %.1f | %d | %d | %s | %d |",
            result.name(),
            result.expected(),
            100.0 * result.lost() / Math.max(1, result.expected()),
            100.0 * result.residual() / Math.max(1, result.expected()),
            (double) result.shown() / seconds,
            result.longestMicros() / 1_000,
            result.soundMicros() / 1_000,
            result.recoveryMicros() < 0 ? "" : Long.toString(result.recoveryMicros() / 1_000),
            result.keyframeRequests()));
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
    for (int loss : new int[] {1, 5}) {
      for (int rtt : new int[] {20, 100}) {
        String delay = "delay=" + rtt / 2 + "ms";
        ways.add(
            new Way(
                loss + " % in bursts of 10, RTT " + rtt,
                delay + " loss=" + loss + "% burst=10",
                delay,
                false));
      }
    }
    for (int rtt : new int[] {20, 150}) {
      String dark = "delay=" + rtt / 2 + "ms blackout=" + BLACKOUT_MILLIS + "ms";
      ways.add(new Way("3 s blackout, RTT " + rtt, dark, dark, true));
    }
    for (String rate : new String[] {"1500kbit", "600kbit"}) {
      ways.add(
          new Way(
              rate + " with a queue of 1 s, RTT 40",
              "delay=20ms rate=" + rate + " queue=1s",
              "delay=20ms",
              false));
    }
    return ways;
  }
}
