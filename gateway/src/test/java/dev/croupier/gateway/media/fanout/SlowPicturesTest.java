package dev.croupier.gateway.media.fanout;

import static dev.croupier.gateway.media.fanout.TableStage.A;
import static dev.croupier.gateway.media.fanout.TableStage.B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.ids.SignalName;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A camera on air whose pictures take long to arrive is alive by their packets, and one whose
 * pictures never end is not: from packets to what a table shows and asks for, in simulated time.
 */
final class SlowPicturesTest {
  private static final long MS = 1_000;
  private static final long SECOND = 1_000_000;
  private static final IntPredicate ALL = packet -> true;

  /** A tick of the table and a step of the stage. */
  private static final long TICK = 11 * MS;

  /** Small pictures with a small keyframe each two seconds, and a large one where it is told. */
  private static final class Pictures implements Supplier<List<byte[]>> {
    private final BigPictures any = new BigPictures(5, 1_000_000, 1_000);
    private int count;
    private List<byte[]> next = any.get();

    private void next(List<byte[]> picture) {
      next = picture;
    }

    @Override
    public List<byte[]> get() {
      List<byte[]> picture = count++ % 60 == 0 ? keyframe(1_000) : any.get();
      while (picture.size() > 4) {
        picture = any.get();
      }
      if (next != null) {
        picture = next;
        next = null;
      }
      return picture;
    }
  }

  private final Pictures pictures = new Pictures();

  private static TableStage stage(boolean cutThrough, SignalName... standby) {
    TableTiming timing =
        new TableTiming(450_000, TableTiming.USUAL_LATENCY_MICROS, cutThrough, Map.of());
    return new TableStage(List.of(standby), false, timing);
  }

  private static List<byte[]> keyframe(int bytes) {
    return new BigPictures(1, 1, bytes).get();
  }

  /** When the last whole picture of a source left. */
  private static long lastOf(TableStage stage, String source) {
    for (int i = stage.video.size() - 1; i >= 0; i--) {
      if (stage.video.get(i).source().equals(source)) {
        return stage.videoAt.get(i);
      }
    }
    throw new AssertionError("no " + source);
  }

  @ParameterizedTest(name = "cut through: {0}")
  @ValueSource(booleans = {true, false})
  void aPublisherThatSendsAtOneAndAQuarterOfItsRateCausesNoKeyframeRequest(boolean cutThrough) {
    TableStage stage = stage(cutThrough, A, B);
    // 2.3 Mbit/s with keyframes of 24 to 72 kB; a packet of 1,150 bytes each 3.2 ms.
    PacedCamera _ = new PacedCamera(stage, A, new BigPictures(1, 30, 48_000), 3_200, ALL);
    TableStage.Camera standby = stage.publish(B);
    stage.run(3 * SECOND);
    int since = stage.video.size();
    int asked = standby.requests.size();
    stage.run(20 * SECOND);
    assertTrue(stage.longestStandstill(since) > 120 * MS, "pictures pause at each keyframe");
    assertEquals(asked, standby.requests.size(), "nobody doubted it");
    assertEquals(List.of("cam-a"), stage.sources(since));
  }

  @ParameterizedTest(name = "a keyframe of {0} ms, cut through: {1}, another camera: {2}")
  @CsvSource({
    "300, true, true",
    "300, false, true",
    "300, true, false",
    "850, true, true",
    "850, false, true",
    "850, true, false"
  })
  void aKeyframeThatComesSlowlyIsWaitedForAndShown(
      long takesMs, boolean cutThrough, boolean another) {
    TableStage stage = another ? stage(cutThrough, A, B) : stage(cutThrough);
    List<byte[]> key = keyframe(120_000);
    PacedCamera _ = new PacedCamera(stage, A, pictures, takesMs * MS / key.size(), ALL);
    if (another) {
      stage.publish(B);
    }
    stage.run(3 * SECOND);
    int since = stage.video.size();
    pictures.next(key);
    stage.run(4 * SECOND);
    assertTrue(stage.longestStandstill(since) >= takesMs * MS, "it came slowly");
    assertEquals(List.of("cam-a"), stage.sources(since), "neither another camera nor the slate");
    assertEquals(List.of(), stage.unplanned);
    assertTrue(stage.video.subList(since, stage.video.size()).stream().anyMatch(f -> f.keyframe()));
    assertEquals(0, stage.table.pictures(A).orElseThrow().unfinished());
  }

  @Test
  void theKeyframeThatMendsAHoleIsWaitedForToo() {
    TableStage stage = stage(true, A, B);
    List<byte[]> key = keyframe(120_000);
    boolean[] loses = {false};
    IntPredicate arrives =
        packet -> {
          boolean lost = loses[0];
          loses[0] = false;
          return !lost;
        };
    PacedCamera _ = new PacedCamera(stage, A, pictures, 300 * MS / key.size(), arrives);
    stage.publish(B);
    stage.run(3 * SECOND);
    int since = stage.video.size();
    loses[0] = true;
    stage.run(150 * MS);
    pictures.next(key);
    stage.run(2 * SECOND);
    assertTrue(stage.longestStandstill(since) > 400 * MS, "a hole and then a slow keyframe");
    assertEquals(List.of("cam-a"), stage.sources(since));
  }

  @ParameterizedTest(name = "{0} ms into a keyframe of 600")
  @ValueSource(longs = {10, 50, 100, 150, 200, 300, 400, 550})
  void aCameraKilledInASlowKeyframeIsFoundAsSoonAsAnyOrFromItsLastPacketOn(long intoMs) {
    TableStage stage = stage(true, A, B);
    List<byte[]> key = keyframe(120_000);
    PacedCamera a = new PacedCamera(stage, A, pictures, 600 * MS / key.size(), ALL);
    stage.publish(B);
    stage.run(3 * SECOND);
    pictures.next(key);
    for (int i = 0; i < 500 && stage.left.getLast().whole(); i++) {
      stage.run(MS);
    }
    assertFalse(stage.left.getLast().whole());
    // Its first part has left: a dozen packets, and one behind them.
    long begun = stage.now() - 13 * 600 * MS / key.size();
    stage.run(Math.max(0, begun + intoMs * MS - stage.now()));
    a.die();
    final long died = stage.now();
    final long lastPicture = lastOf(stage, "cam-a");
    stage.run(2 * SECOND);
    assertEquals("cam-b", stage.table.air().signal());
    long found = stage.unplanned.getFirst().atMicros();
    long packet = 600 * MS / key.size();
    long latest = Math.max(lastPicture + 250 * MS, died + 120 * MS) + TICK;
    assertTrue(found <= latest, "found " + (found - died) / MS + " ms after its death");
    assertTrue(found >= Math.min(lastPicture + 240 * MS, died + 110 * MS - packet));
  }

  @Test
  void aPictureThatNeverEndsIsLeftAfterASecondForACameraThatHasItsKeyframeReady() {
    TableStage stage = stage(true, A, B);
    PacedCamera _ = new PacedCamera(stage, A, pictures, 1_500, ALL);
    TableStage.Camera standby = stage.publish(B);
    stage.run(5 * SECOND);
    int asked = standby.requests.size();
    pictures.next(keyframe(2_500_000));
    stage.run(600 * MS);
    long lastPicture = lastOf(stage, "cam-a");
    assertEquals(asked + 1, standby.requests.size(), "it is prepared");
    assertEquals(lastPicture + 500 * MS, standby.requests.getLast(), 2.0 * TICK);
    stage.run(2 * SECOND);
    Unplanned told = stage.unplanned.getFirst();
    assertEquals(lastPicture + SECOND, told.atMicros(), 2.0 * TICK);
    assertTrue(told.lost());
    assertEquals("cam-b", stage.table.air().signal());
    assertTrue(stage.longestStandstill(0) <= SECOND + 50 * MS, "the keyframe was there");
  }

  @Test
  void aPictureThatNeverEndsGivesWayToTheSlateAfterASecondWhereNothingElseIs() {
    TableStage stage = stage(true);
    PacedCamera _ = new PacedCamera(stage, A, pictures, 1_500, ALL);
    stage.run(3 * SECOND);
    int since = stage.video.size();
    pictures.next(keyframe(2_500_000));
    stage.run(2 * SECOND);
    assertEquals("slate", stage.table.air().signal());
    // The slate is as much later as with a camera that just stops: 450 ms for 250.
    assertEquals(1_200 * MS, stage.longestStandstill(since), 4.0 * TICK);
  }

  @Test
  void aCameraOfWhichEveryPictureHasAHoleIsLeftAsOneThatSendsNothing() {
    TableStage stage = stage(true, A, B);
    boolean[] loses = {false};
    List<byte[]> each = keyframe(10_000);
    IntPredicate arrives = packet -> !loses[0] || packet % each.size() != 3;
    PacedCamera _ = new PacedCamera(stage, A, () -> each, 2 * MS, arrives);
    stage.publish(B);
    stage.run(3 * SECOND);
    assertEquals(0, stage.table.pictures(A).orElseThrow().unfinished());
    loses[0] = true;
    stage.run(100 * MS);
    final long lastPicture = lastOf(stage, "cam-a");
    stage.run(1_900 * MS);
    assertEquals("cam-b", stage.table.air().signal());
    assertEquals(lastPicture + 250 * MS, stage.unplanned.getFirst().atMicros(), 2.0 * TICK);
    long unfinished = stage.table.pictures(A).orElseThrow().unfinished();
    // Each but those of the last 120 ms, which are waited for still.
    assertEquals((2_000 - 120) * 30 / 1_000, unfinished, 2.0);
  }

  @Test
  void aPictureWithAHoleCountsAsOneThatWasNotFinishedAndOneThatNeverBeganDoesNot() {
    TableStage stage = stage(true);
    int[] lose = {0};
    IntPredicate arrives = packet -> lose[0]-- <= 0;
    List<byte[]> each = keyframe(10_000);
    PacedCamera _ = new PacedCamera(stage, A, () -> each, MS, arrives);
    stage.run(3 * SECOND);
    int whole = stage.video.size();
    lose[0] = each.size();
    stage.run(SECOND);
    assertEquals(0, stage.table.pictures(A).orElseThrow().unfinished());
    lose[0] = 2;
    stage.run(SECOND);
    assertEquals(58, stage.video.size() - whole, 2.0, "60 pictures but for two");
    assertEquals(1, stage.table.pictures(A).orElseThrow().unfinished());
    assertEquals(0, stage.table.pictures(B).orElseThrow().unfinished());
  }
}
