package dev.croupier.gateway.media.fanout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.codec.H264Depacketizer;
import dev.croupier.gateway.media.codec.H264FrameListener;
import dev.croupier.gateway.media.codec.H264Sps;
import dev.croupier.gateway.media.program.AudioChoice;
import dev.croupier.gateway.media.program.GopCache;
import dev.croupier.gateway.media.program.PacketHistory;
import dev.croupier.gateway.media.program.ProgramFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Large pictures leave a table while they arrive, in simulated time. */
final class CutThroughTest {
  private static final long SECOND = 1_000_000;
  private static final IntPredicate ALL = packet -> true;

  /** 1,150 bytes at 2.5 times 2.5 Mbit/s. */
  private static final long PACKET_MICROS = 1_500;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 24);
  }

  @Test
  void aKeyframesFirstPacketsLeaveWhenTheyAreThereAndItsLastOneNoLater() {
    TableStage with = stage(true);
    TableStage without = stage(false);
    for (TableStage stage : List.of(with, without)) {
      film(stage, TableStage.A, new BigPictures(1, 30, 48_000), ALL);
      stage.run(5 * SECOND);
    }
    assertEquals(data(without.video), data(with.video), "the same pictures");
    assertEquals(without.videoAt, with.videoAt, "complete at the same time");
    assertEquals(without.video, without.left, "in one piece");
    int keyframes = 0;
    for (int i = 0; i < with.left.size(); i++) {
      ProgramFrame part = with.left.get(i);
      if (!part.whole() && part.from() == 0) {
        int end = wholeOf(with, part);
        long packetsLater = (with.leftAt.get(end) - with.leftAt.get(i)) / PACKET_MICROS;
        int theirs = with.left.get(end).payloads().length;
        // Theirs are a little smaller than ours, and the first part needs a byte behind it.
        assertEquals(theirs - 13, packetsLater, 5.0, "the first dozen leaves when it is there");
        keyframes += part.keyframe() ? 1 : 0;
      }
    }
    assertTrue(keyframes >= 3, keyframes + " keyframes");
  }

  @Test
  void aSignalThatIsHeldBackForASlowerOneHoldsItsPartsBackByTheSame() {
    TableStage stage = stage(true);
    TableStage alone = stage(true);
    film(alone, TableStage.A, new BigPictures(1, 30, 24_000), ALL);
    film(stage, TableStage.A, new BigPictures(1, 30, 24_000), ALL);
    // Its keyframes take up to 180 ms to come in, the other's no more than 80.
    PacedCamera _ =
        new PacedCamera(
            stage, TableStage.B, new BigPictures(2, 30, 30_000), 2 * PACKET_MICROS, ALL);
    alone.run(8 * SECOND);
    stage.run(8 * SECOND);
    // By the sixth second all waits are what they will be.
    int compared = 0;
    for (int i = 0; i < stage.left.size(); i++) {
      ProgramFrame held = stage.left.get(i);
      int same = indexOf(alone, held);
      if (held.captureMicros() > stage.now() - 2 * SECOND && same >= 0) {
        long waits = stage.leftAt.get(i) - alone.leftAt.get(same);
        assertTrue(waits >= 20_000, "it waits for the slower one: " + waits);
        int end = held.whole() ? i : wholeOf(stage, held);
        int sameEnd = indexOf(alone, stage.left.get(end));
        long endWaits = stage.leftAt.get(end) - alone.leftAt.get(sameEnd);
        assertEquals(endWaits, waits, 4_500.0, "the part waits as long as the whole");
        compared += held.whole() ? 0 : 1;
      }
    }
    assertTrue(compared >= 4, compared + " parts");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whateverIsLostAndCutTheFarEndHasThePicturesThatLeftAndAHoleWhereOneDidNotEnd(long seed) {
    Random random = new Random(seed);
    int loss = seed % 2 == 0 ? 0 : 1 + random.nextInt(4);
    TableStage stage = stage(true);
    Random losses = new Random(-seed);
    IntPredicate arrives = packet -> losses.nextInt(1_000) >= loss;
    film(stage, TableStage.A, new BigPictures(seed, 15, 40_000), arrives);
    film(stage, TableStage.B, new BigPictures(seed + 99, 15, 60_000), arrives);
    stage.run(3 * SECOND);
    List<CompletableFuture<Switched>> cuts = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      stage.run(SECOND + random.nextInt((int) SECOND));
      cuts.add(
          stage.table.cut(
              i % 2 == 0 ? TableStage.B : TableStage.A, Long.MIN_VALUE, AudioChoice.FOLLOW));
    }
    stage.run(2 * SECOND);
    if (loss == 0) {
      for (CompletableFuture<Switched> cut : cuts) {
        String end = cut.isCompletedExceptionally() ? cut.exceptionNow().getMessage() : "";
        assertEquals(Future.State.SUCCESS, cut.state(), end);
      }
    }
    int unfinished = check(stage);
    assertTrue(loss > 0 || unfinished == 0, "nothing was lost, and all that began has ended");
    assertTrue(stage.left.stream().anyMatch(part -> !part.whole()));
  }

  @Test
  void whereAPublisherDiesInAPictureAHoleIsLeftAndTheNextSignalBeginsBehindIt() {
    for (int packet = 15; packet < 42; packet += 3) {
      TableStage stage = new TableStage(List.of(TableStage.A, TableStage.B), false, timing(true));
      int last = packet;
      List<byte[]> key = new BigPictures(1, 1, 120_000).get();
      BigPictures small = new BigPictures(5, 1, 4_000);
      int[] picture = {0};
      PacedCamera a = film(stage, TableStage.A, () -> picture[0]++ == 90 ? key : small.get(), ALL);
      film(stage, TableStage.B, new BigPictures(2, 15, 20_000), ALL);
      while (picture[0] <= 90) {
        stage.run(1_000);
      }
      stage.run(last * PACKET_MICROS);
      a.die();
      stage.run(2 * SECOND);
      assertEquals("cam-b", stage.video.getLast().source());
      ProgramFrame part =
          stage.left.stream().filter(frame -> wholeOf(stage, frame) < 0).findFirst().orElse(null);
      assertNotNull(part, "it was cut off after " + last + " packets");
      assertEquals("cam-a", part.source());
      assertEquals(1, check(stage), "one picture did not end");
    }
  }

  @Test
  void whereNothingElseIsThereTheSlateFollowsBehindTheHole() {
    TableStage stage = new TableStage(List.of(), false, timing(true));
    PacedCamera a = film(stage, TableStage.A, new BigPictures(1, 30, 90_000), ALL);
    stage.run(2 * SECOND);
    while (stage.left.getLast().from() < 24) {
      stage.run(1_000);
    }
    a.die();
    stage.run(SECOND);
    assertEquals("slate", stage.video.getLast().source());
    assertEquals(1, check(stage));
  }

  @Test
  void aPublisherThatComesBackInAPictureDoesNotEndTheOldOne() {
    TableStage stage = new TableStage(List.of(), false, timing(true));
    PacedCamera a = film(stage, TableStage.A, new BigPictures(1, 30, 90_000), ALL);
    stage.run(2 * SECOND);
    while (stage.left.getLast().whole()) {
      stage.run(1_000);
    }
    a.die();
    stage.table.unpublish(a.publish, "closed");
    film(stage, TableStage.A, new BigPictures(1, 30, 90_000), ALL);
    stage.run(2 * SECOND);
    assertEquals(1, check(stage));
    assertEquals("cam-a", stage.video.getLast().source());
  }

  @Test
  void packetsOfAPictureThatIsNotCompleteCanBeSentAgainAndThoseBeforeTheyCarryNoMarker() {
    TableStage stage = stage(true);
    film(stage, TableStage.A, new BigPictures(1, 30, 48_000), ALL);
    PacketHistory history = stage.table.program().history(Codec.H264);
    int checked = 0;
    for (int step = 0; step < 4_000; step++) {
      stage.run(1_000);
      ProgramFrame last = stage.left.isEmpty() ? null : stage.left.getLast();
      if (last != null && !last.whole()) {
        for (int i = 0; i < last.payloads().length; i++) {
          PacketHistory.Entry entry = history.find(last.firstSequence() + i);
          assertArrayEquals(last.payloads()[i], entry.frame().payloads()[entry.index()]);
          assertFalse(entry.frame().marker(entry.index()));
        }
        assertNull(history.find(last.firstSequence() + last.payloads().length), "not there yet");
        checked++;
      }
    }
    assertTrue(checked > 10, checked + " moments inside a picture");
    ProgramFrame end = stage.video.getLast();
    assertTrue(end.marker(end.payloads().length - 1));
  }

  @Test
  void whoComesWithinAPictureFindsNothingHalfAndMissesNothing() {
    TableStage stage = stage(true);
    film(stage, TableStage.A, new BigPictures(1, 30, 48_000), ALL);
    stage.run(2 * SECOND);
    while (stage.left.getLast().whole()) {
      stage.run(1_000);
    }
    long from = stage.left.getLast().frameSequence();
    GopCache.Gop gop = stage.table.program().joins().gops().gop(stage.now());
    ProgramFrame cached = gop.frame(gop.count() - 1);
    assertEquals(from, cached.firstSequence() + cached.payloads().length);
    for (int i = 0; i < gop.count(); i++) {
      assertTrue(gop.frame(i).whole());
    }
    int whole = stage.video.size();
    stage.run(SECOND);
    assertEquals(from, stage.video.get(whole).firstSequence(), "the next one that comes whole");
  }

  @Test
  void aPreviewsViewersGetPartsTooAndOnePreviewedOffAirIsCutThrough() {
    TableStage stage = new TableStage(List.of(TableStage.A, TableStage.B), false, timing(true));
    List<ProgramFrame> seen = new ArrayList<>();
    film(stage, TableStage.A, new BigPictures(1, 30, 48_000), ALL);
    film(stage, TableStage.B, new BigPictures(2, 30, 48_000), ALL);
    stage
        .table
        .preview(TableStage.B)
        .orElseThrow()
        .add(
            new Viewer() {
              @Override
              public void onFrame(ProgramFrame frame) {
                seen.add(frame);
              }

              @Override
              public void onEnd() {}
            });
    stage.run(4 * SECOND);
    assertEquals("cam-a", stage.table.air().signal());
    List<ProgramFrame> pictures = seen.stream().filter(frame -> frame.codec().video()).toList();
    assertTrue(pictures.stream().anyMatch(frame -> !frame.whole() && frame.keyframe()));
    assertTrue(pictures.stream().filter(ProgramFrame::whole).count() > 60);
  }

  private static PacedCamera film(
      TableStage stage, SignalName name, Supplier<List<byte[]>> pictures, IntPredicate arrives) {
    return new PacedCamera(stage, name, pictures, PACKET_MICROS, arrives);
  }

  private static TableTiming timing(boolean cutThrough) {
    return new TableTiming(450_000, TableTiming.USUAL_LATENCY_MICROS, cutThrough, Map.of());
  }

  private static TableStage stage(boolean cutThrough) {
    return new TableStage(List.of(), false, timing(cutThrough));
  }

  private static List<Integer> data(List<ProgramFrame> frames) {
    return frames.stream().map(frame -> Arrays.hashCode(frame.data())).toList();
  }

  private static int indexOf(TableStage in, ProgramFrame like) {
    for (int i = 0; i < in.left.size(); i++) {
      ProgramFrame frame = in.left.get(i);
      if (frame.whole() == like.whole()
          && frame.from() == like.from()
          && Arrays.deepEquals(frame.payloads(), like.payloads())) {
        return i;
      }
    }
    return -1;
  }

  /** Where the picture of a part is whole, or -1. */
  private static int wholeOf(TableStage in, ProgramFrame part) {
    for (int i = in.left.indexOf(part); i < in.left.size(); i++) {
      ProgramFrame frame = in.left.get(i);
      if (frame.whole() && frame.firstSequence() == part.frameSequence()) {
        return i;
      }
    }
    return -1;
  }

  /**
   * What left is one sequence; a viewer that gets it packet by packet has exactly the pictures that
   * are whole.
   *
   * @return how many pictures did not end
   */
  private static int check(TableStage stage) {
    List<byte[]> shown = new ArrayList<>();
    H264Depacketizer far = new H264Depacketizer(new FarEnd(shown));
    long next = -1;
    ProgramFrame open = null;
    int unfinished = 0;
    List<byte[]> whole = new ArrayList<>();
    for (ProgramFrame frame : stage.left) {
      int sent = 0;
      if (open != null && open.frameSequence() == frame.frameSequence()) {
        assertEquals(open.rtpTime(), frame.rtpTime());
        assertEquals(open.captureMicros(), frame.captureMicros());
        assertEquals(open.source(), frame.source());
        assertEquals(open.keyframe(), frame.keyframe());
        assertEquals(open.reference(), frame.reference());
        sent = (int) (next - frame.firstSequence());
        for (int i = 0; frame.whole() && i < open.payloads().length; i++) {
          assertArrayEquals(open.payloads()[i], frame.payloads()[open.from() + i]);
        }
        assertTrue(frame.whole() || sent == 0, "parts follow each other");
      } else {
        assertEquals(0, frame.from(), "a picture begins with its beginning");
        if (open != null) {
          unfinished++;
          next++;
          far.lost();
          assertTrue(frame.keyframe(), "behind a hole nothing else can be decoded");
        }
        assertTrue(next < 0 || next == frame.firstSequence(), next + ", " + frame.firstSequence());
      }
      for (int i = sent; i < frame.payloads().length; i++) {
        byte[] payload = frame.payloads()[i];
        far.packet(payload, 0, payload.length, frame.rtpTime(), frame.marker(i));
      }
      next = frame.firstSequence() + frame.payloads().length;
      open = frame.whole() ? null : frame;
      if (frame.whole()) {
        whole.add(frame.data());
      }
    }
    whole.removeIf(data -> data.length < 100);
    shown.removeIf(data -> data.length < 100);
    assertEquals(whole.size(), shown.size(), "pictures");
    for (int i = 0; i < whole.size(); i++) {
      assertArrayEquals(whole.get(i), shown.get(i), "picture " + i);
    }
    return unfinished;
  }

  private record FarEnd(List<byte[]> shown) implements H264FrameListener {
    @Override
    public void frame(CodedFrame frame) {
      shown.add(frame.data());
    }

    @Override
    public void parametersChanged(H264Sps sps) {}

    @Override
    public void dropped(long rtpTime, Drop reason) {}

    @Override
    public void bFrames(long rtpTime) {}
  }
}
