package dev.croupier.gateway.media.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.croupier.gateway.media.worker.Picture;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What counts as the same picture; brightness in levels of 255. */
final class StillWatchTest {
  private static final long SECOND = 1_000_000;

  private final StillWatch watch = new StillWatch();
  private final Random random = new Random(4);
  private final double[] scene = new double[Picture.CELLS];
  private long now = 5 * SECOND;

  StillWatchTest() {
    for (int i = 0; i < scene.length; i++) {
      scene[i] = 20 + random.nextInt(200);
    }
  }

  /** The scene a second later, each cell off by a Gaussian error. */
  private long saw(double error) {
    now += SECOND;
    int[] luma = new int[scene.length];
    for (int i = 0; i < luma.length; i++) {
      luma[i] = (int) Math.round(256 * (scene[i] + error * random.nextGaussian()));
    }
    return watch.saw(luma, now);
  }

  @Test
  void theFirstStillSaysNothing() {
    assertEquals(0, saw(0));
  }

  @Test
  void whatIsCodedAnewFromTheSamePictureStandsStill() {
    saw(0.3);
    for (int i = 1; i <= 60; i++) {
      assertEquals(i * SECOND, saw(0.3));
    }
  }

  @Test
  void aSensorsStrongNoiseIsNoStandstill() {
    for (int i = 0; i < 60; i++) {
      assertEquals(0, saw(0.6));
    }
  }

  @Test
  void somethingSmallThatMovesIsNoStandstill() {
    saw(0);
    saw(0);
    scene[700] += 3.5;
    assertEquals(0, saw(0));
    assertEquals(SECOND, saw(0));
  }

  @Test
  void lightThatChangesSlowlyIsNoStandstill() {
    saw(0);
    long longest = 0;
    for (int i = 0; i < 30; i++) {
      Arrays.setAll(scene, cell -> scene[cell] + 0.1);
      longest = Math.max(longest, saw(0));
    }
    assertEquals(5 * SECOND, longest, "half a level is as much as a coder's rounding");
  }
}
