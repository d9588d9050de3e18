package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Chromium behind bad paths, and a page of its own beside it whose path is clean; native
 * viewers are in {@link LossTest}, figures in {@link PageLossBenchmark}.
 */
final class LossPageTest {
  private static final long LOSS_MILLIS = 5_000;
  private static final long BLACKOUT_MILLIS = 3_000;
  private static final long AFTER_MILLIS = 2_000;

  /** What was lost last has been sent again by then. */
  private static final long MEND_MILLIS = 700;

  /** Nobody stands still for longer: whatever was lost, the next second begins with a keyframe. */
  private static final double STUCK_MILLIS = 1_500;

  /** Nobody is without pictures for longer once the path is there again. */
  private static final double BACK_MILLIS = 1_000;

  /** Whoever shared the other's blackout would stand still for longer. */
  private static final double UNTOUCHED_MILLIS = 2_000;

  private static final String CLEAR = "delay=20ms";
  private static final String DARK = CLEAR + " blackout=" + BLACKOUT_MILLIS + "ms";

  @TempDir Path folder;

  @Test
  void picturesGoOnBehindLossAndComeBackAfterABlackoutAndThePageBesideItNoticesNothing()
      throws Exception {
    try (LossPages pages =
        new LossPages(folder.resolve("data"), "360p30", "gop=1s", "bitrate=1000k", "audio=mono")) {
      LossPages.Viewer near = pages.direct("near");
      LossPages.Viewer far = pages.relayed("far", 7, down(5, 20), up(5, 20));
      assertTrue(far.isRelayed(), "its media come through the relay");
      lossy(near, far, 5, 20);
      lossy(near, far, 10, 50);
      dark(pages, near, far);
    }
  }

  private static void lossy(LossPages.Viewer near, LossPages.Viewer far, int percent, int delay)
      throws Exception {
    near.begin();
    far.begin();
    far.meets(down(percent, delay), up(percent, delay));
    LossScene.pass(LOSS_MILLIS);
    far.meets(down(0, delay), up(0, delay));
    LossScene.pass(MEND_MILLIS);
    LossPages.Result weak = far.since();
    LossPages.Result clean = near.since();
    String all = weak + "\n" + clean;

    assertTrue(weak.lost() > weak.expected() * percent / 1_000, "as bad as it should be: " + all);
    assertTrue(weak.residual() * 200 <= weak.expected(), all);
    assertTrue(weak.longestMillis() <= STUCK_MILLIS + clean.longestMillis(), all);
    assertTrue(weak.whole() > clean.whole() * 0.8, all);
    assertTrue(weak.shown() > clean.shown() * 0.5, all);
    untouched(clean);
  }

  private static void dark(LossPages pages, LossPages.Viewer near, LossPages.Viewer far)
      throws Exception {
    far.meets(CLEAR, CLEAR);
    LossScene.pass(MEND_MILLIS);
    near.begin();
    far.begin();
    long light = pages.nowMicros() + BLACKOUT_MILLIS * 1_000;
    far.meets(DARK, DARK);
    LossScene.pass(BLACKOUT_MILLIS + AFTER_MILLIS);
    LossPages.Result back = far.since(light);
    LossPages.Result clean = near.since();
    String all = back + "\n" + clean;

    assertTrue(back.longestMillis() > BLACKOUT_MILLIS - 500, "it was dark: " + all);
    assertTrue(back.backMillis() >= 0, "no picture any more: " + all);
    assertTrue(back.backMillis() <= BACK_MILLIS + clean.longestMillis(), all);
    assertTrue(back.shown() > clean.shown() * 0.2, "pictures go on: " + all);
    untouched(clean);
  }

  /** Nothing was lost, nothing asked for, and no other's trouble was shared. */
  private static void untouched(LossPages.Result clean) {
    assertEquals(0, clean.lost(), clean.toString());
    assertEquals(0, clean.asked(), clean.toString());
    assertEquals(0, clean.keyframesAsked(), clean.toString());
    assertTrue(clean.longestMillis() < UNTOUCHED_MILLIS, clean.toString());
  }

  private static String down(int percent, int delay) {
    return "delay=%dms loss=%d%% reorder=5%%,15ms".formatted(delay, percent);
  }

  private static String up(int percent, int delay) {
    return "delay=%dms loss=%d%%".formatted(delay, percent);
  }
}
