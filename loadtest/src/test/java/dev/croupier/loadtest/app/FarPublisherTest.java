package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.loadtest.peer.Feed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Publishers at the end of bad paths, each of a table of its own, and what their viewers see of
 * them.
 */
final class FarPublisherTest {
  private static final long SECOND = 1_000_000;
  private static final long MS = 1_000;
  private static final long LEARN_MILLIS = 1_500;
  private static final long WATCH_MILLIS = 6_000;

  /** For pictures that are still under way when the time that counts is over. */
  private static final long TAIL_MILLIS = 700;

  /** The gateway waits for what is lost as long as this at most. */
  private static final long WAIT_MICROS = 250 * MS;

  /** What a busy machine adds to single pictures. */
  private static final long BUSY_MICROS = 300 * MS;

  @TempDir Path folder;

  private record Far(int roundTripMillis, int percent) {
    String words() {
      return "delay=" + roundTripMillis / 2 + "ms" + (percent > 0 ? " loss=" + percent + "%" : "");
    }
  }

  /**
   * Of what is lost nearly all comes in time at the second request at the latest: one packet in
   * 2,000 does not with 5 % lost in both directions. That breaks a picture or two in the time
   * watched, and each costs the way of a request and its keyframe, some ten pictures: three
   * quarters is a bound with room for a busy machine, and half of the pictures is what is left
   * where a round trip is longer than the wait. Nothing may be later than its way and the wait, and
   * the quickest picture of the last two seconds is as young as of the first.
   */
  @Test
  void viewersOfAPublisherBehindALossyPathSeeItsPicturesAndTheirDelayDoesNotGrow()
      throws Exception {
    List<Far> paths =
        List.of(new Far(0, 0), new Far(40, 1), new Far(40, 5), new Far(150, 1), new Far(150, 5));
    Feed.Material material = FarPublisher.material();
    List<FarPublisher> publishers = new ArrayList<>();
    try (TestHouse house = TestHouse.open(folder.resolve("data"), tables(paths.size()))) {
      try {
        for (int i = 0; i < paths.size(); i++) {
          publishers.add(new FarPublisher(house, "roulette-" + (i + 1), material, i + 1));
        }
        for (int i = 0; i < paths.size(); i++) {
          publishers.get(i).path(paths.get(i).words());
        }
        LossScene.pass(LEARN_MILLIS);
        long from = house.ground().clock().nowMicros();
        LossScene.pass(WATCH_MILLIS + TAIL_MILLIS);
        FarPublisher near = publishers.getFirst();
        int sent = near.shown(from, from + WATCH_MILLIS * MS).size();
        assertTrue(sent > WATCH_MILLIS / 1_000 * 20, sent + " of the near one");
        for (int i = 1; i < paths.size(); i++) {
          long late = publishers.get(i).transitMicros() - near.transitMicros();
          judge(paths.get(i), publishers.get(i), from, sent, late);
        }
      } finally {
        publishers.forEach(FarPublisher::close);
      }
    }
  }

  private static void judge(
      Far path, FarPublisher publisher, long from, int sent, long laterThanNear) {
    long to = from + WATCH_MILLIS * MS;
    List<FarPublisher.Shown> shown = publisher.shown(from, to);
    long way = path.roundTripMillis() * MS / 2;
    assertTrue(shown.size() * 4 >= sent * 3, path + ": " + shown.size() + " of " + sent);

    long[] ages = shown.stream().mapToLong(FarPublisher.Shown::ageMicros).sorted().toArray();
    long most = ages[ages.length * 95 / 100];
    assertTrue(most <= way + WAIT_MICROS + BUSY_MICROS, path + ": " + most + " µs old");
    long first = quickest(shown, from);
    long last = quickest(shown, to - 2 * SECOND);
    assertTrue(first >= way, path + ": the relay's delay is in " + first);
    assertTrue(last <= first + 50 * MS, path + ": " + first + " µs at first, then " + last);

    assertTrue(
        laterThanNear <= way + WAIT_MICROS + BUSY_MICROS,
        path + ": its slowest " + laterThanNear + " µs slower than the near one's");
  }

  /**
   * The least age of two seconds' pictures: a moment in which the machine was busy is not in it.
   */
  private static long quickest(List<FarPublisher.Shown> shown, long from) {
    return shown.stream()
        .filter(each -> each.stampMicros() >= from && each.stampMicros() < from + 2 * SECOND)
        .mapToLong(FarPublisher.Shown::ageMicros)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private static String tables(int count) {
    StringBuilder yaml = new StringBuilder("tables:\n");
    for (int i = 1; i <= count; i++) {
      yaml.append("  - id: roulette-").append(i).append("\n    game: roulette\n");
      yaml.append("    signals: [cam-a]\n");
      yaml.append("    slate: {codec: h264, width: 640, height: 360, fps: 30}\n");
      yaml.append("    failover: {enabled: false, slateAfterMs: 5000}\n");
    }
    return yaml.toString();
  }
}
