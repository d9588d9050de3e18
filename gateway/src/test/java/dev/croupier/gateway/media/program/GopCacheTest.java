package dev.croupier.gateway.media.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.croupier.gateway.media.codec.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a viewer finds of a program when it comes. */
final class GopCacheTest {
  private static final long FRAME = 40_000;
  private static final long START = 1_000_000_000;

  private final GopCache cache = new GopCache();
  private final List<ProgramFrame> sent = new ArrayList<>();
  private long sequence = 100;

  private ProgramFrame send(String source, boolean keyframe, long capture, long delay, int bytes) {
    ProgramFrame frame =
        new ProgramFrame(
            Codec.H264,
            keyframe,
            capture,
            capture * 9 / 100,
            sequence++,
            new byte[][] {new byte[bytes]},
            new byte[0],
            source);
    sent.add(frame);
    cache.add(frame, capture + delay);
    return frame;
  }

  /** Pictures at 25 a second with a keyframe every so many, each 5 ms old when it leaves. */
  private void run(String source, int from, int to, int gop) {
    for (int i = from; i < to; i++) {
      send(source, i % gop == 0, START + i * FRAME, 5_000, 1_000);
    }
  }

  /** Just after the last picture has left. */
  private long now() {
    return sent.getLast().captureMicros() + 100_000;
  }

  @Test
  void thePicturesSinceTheLastKeyframeAreThereInTheirOrder() {
    run("cam-a", 0, 132, 50);
    GopCache.Gop gop = cache.gop(now());
    assertEquals(32, gop.count());
    assertEquals(32_000, gop.bytes());
    for (int i = 0; i < 32; i++) {
      assertSame(sent.get(100 + i), gop.frame(i));
    }
  }

  @Test
  void whatWasReadOnceNeverChanges() {
    SplittableRandom random = new SplittableRandom(4);
    List<GopCache.Gop> read = new ArrayList<>();
    List<List<ProgramFrame>> expected = new ArrayList<>();
    int lastKeyframe = 0;
    for (int i = 0; i < 3_000; i++) {
      boolean keyframe = i == 0 || random.nextInt(70) == 0;
      lastKeyframe = keyframe ? i : lastKeyframe;
      send("cam-a", keyframe, START + i * 10_000L, 0, 10);
      if (random.nextInt(7) == 0) {
        read.add(cache.gop(now()));
        expected.add(List.copyOf(sent.subList(lastKeyframe, i + 1)));
      }
    }
    for (int i = 0; i < read.size(); i++) {
      List<ProgramFrame> held = new ArrayList<>();
      for (int j = 0; j < read.get(i).count(); j++) {
        held.add(read.get(i).frame(j));
      }
      if (expected.get(i).size() <= 400) {
        assertEquals(expected.get(i), held);
      }
    }
  }

  @Test
  void nothingIsKeptBeyondFourSecondsUntilTheNextKeyframe() {
    run("cam-a", 0, 101, 1_000);
    assertEquals(101, cache.gop(now()).count());
    run("cam-a", 101, 102, 1_000);
    assertEquals(0, cache.gop(now()).count());
    run("cam-a", 102, 150, 1_000);
    assertEquals(0, cache.gop(now()).count());
    send("cam-a", true, START + 150 * FRAME, 0, 10);
    assertEquals(1, cache.gop(now()).count());
  }

  @Test
  void nothingIsKeptBeyondFourMegabytesUntilTheNextKeyframe() {
    send("cam-a", true, START, 0, 3_999_000);
    send("cam-a", false, START + FRAME, 0, 1_000);
    assertEquals(2, cache.gop(now()).count());
    send("cam-a", false, START + 2 * FRAME, 0, 1);
    assertEquals(0, cache.gop(now()).count());
    send("cam-a", true, START + 3 * FRAME, 0, 10);
    assertEquals(10, cache.gop(now()).bytes());
  }

  @Test
  void theNextKeyframeIsForetoldOnceTwoIntervalsWereTheSame() {
    run("cam-a", 0, 51, 25);
    long now = START + 50 * FRAME + 5_000;
    assertEquals(1_000_000, cache.untilKeyframeMicros(now));
    assertEquals(300_000, cache.untilKeyframeMicros(now + 700_000));
    assertEquals(0, cache.untilKeyframeMicros(now + 1_050_000), "a little late: at any moment");
    assertEquals(GopCache.UNKNOWN, cache.untilKeyframeMicros(now + 1_200_000));
  }

  @Test
  void oneIntervalOrUnequalOnesForetellNothing() {
    run("cam-a", 0, 26, 25);
    assertEquals(GopCache.UNKNOWN, cache.untilKeyframeMicros(START + 25 * FRAME + 5_000));
    send("cam-a", true, START + 33 * FRAME, 5_000, 10);
    assertEquals(GopCache.UNKNOWN, cache.untilKeyframeMicros(START + 33 * FRAME + 5_000));
  }

  @Test
  void anotherSignalOnAirBeginsAnew() {
    run("cam-a", 0, 60, 25);
    send("cam-b", true, START + 60 * FRAME, 90_000, 10);
    assertEquals(1, cache.gop(now()).count());
    assertEquals(90_000, cache.delayMicros());
    assertEquals(GopCache.UNKNOWN, cache.untilKeyframeMicros(START + 60 * FRAME + 90_000));
  }

  @Test
  void theMeanDelayAndTheRateAreThoseOfTheStream() {
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < 500; i++) {
      send("cam-a", i % 50 == 0, START + i * FRAME, 20_000 + random.nextInt(10_000), 12_500);
    }
    assertEquals(25_000, cache.delayMicros(), 1_500);
    assertEquals(2_500_000, cache.bitrate(), 10_000);
    assertNotEquals(0, cache.gop(now()).count());
  }

  @Test
  void picturesOfWhichTheLastIsLongAgoAreNoneToBeginWith() {
    run("cam-a", 0, 60, 50);
    long last = START + 59 * FRAME + 5_000;
    assertEquals(10, cache.gop(last + 1_000_000).count());
    assertEquals(0, cache.gop(last + 1_000_001).count());
  }

  @Test
  void whatWasForgottenComesBackWithTheNextKeyframeOnly() {
    run("cam-a", 0, 60, 50);
    cache.forget();
    run("cam-a", 60, 70, 50);
    assertEquals(0, cache.gop(now()).count());
    run("cam-a", 100, 103, 50);
    assertEquals(3, cache.gop(now()).count());
  }
}
