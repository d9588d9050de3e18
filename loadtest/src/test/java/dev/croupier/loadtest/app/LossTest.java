package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Native viewers behind bad paths, all of one real gateway at once; {@link LossBenchmark} has more.
 */
final class LossTest {
  private static final long SECOND = 1_000_000;
  private static final long BLACKOUT_MILLIS = 3_000;

  @TempDir Path folder;

  @Test
  void nobodyIsStuckByLossBlackoutOrANarrowPathAndNobodyElseNotices() throws Exception {
    try (LossScene scene =
        new LossScene(folder.resolve("data"), "360p30", "gop=1s", "bitrate=1000k", "audio=mono")) {
      LossScene.Watcher good = scene.watch("good", 1);
      LossScene.Watcher lossy = scene.watch("lossy", 2);
      LossScene.Watcher dark = scene.watch("dark", 3);
      LossScene.Watcher narrow = scene.watch("narrow", 4);

      good.begin("none", "none");
      lossy.begin("delay=50ms loss=10% reorder=5%,15ms", "delay=50ms loss=10%");
      narrow.begin("delay=20ms rate=400kbit queue=2s", "delay=20ms");
      String blackout = "delay=20ms blackout=" + BLACKOUT_MILLIS + "ms";
      dark.begin(blackout, blackout);
      dark.mark(scene.nowMicros() + BLACKOUT_MILLIS * 1_000);
      LossScene.pass(BLACKOUT_MILLIS + 2_500);

      LossScene.Result clean = good.result();
      assertEquals(0, clean.lost(), clean.toString());
      assertTrue(clean.shown() > 120 && clean.longestMicros() < SECOND, clean.toString());
      assertEquals(0, clean.keyframeRequests(), clean.toString());

      LossScene.Result mended = lossy.result();
      assertTrue(mended.lost() > mended.expected() / 20, mended.toString());
      assertTrue(mended.residual() * 200 <= mended.expected(), mended.toString());
      assertTrue(mended.longestMicros() < SECOND, mended.toString());

      LossScene.Result back = dark.result();
      assertTrue(back.recoveryMicros() >= 0 && back.recoveryMicros() <= SECOND, back.toString());

      LossScene.Result weak = narrow.result();
      assertTrue(weak.shown() >= 2 && weak.shown() < clean.shown(), weak.toString());
      assertTrue(weak.longestMicros() < 4 * SECOND, weak.toString());
      assertTrue(weak.soundMicros() < 2 * SECOND, weak.toString());
    }
  }
}
