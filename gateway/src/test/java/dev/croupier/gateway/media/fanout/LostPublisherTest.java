package dev.croupier.gateway.media.fanout;

import static dev.croupier.gateway.media.fanout.TableStage.A;
import static dev.croupier.gateway.media.fanout.TableStage.B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.ingest.Sender;
import dev.croupier.gateway.media.program.AudioChoice;
import dev.croupier.gateway.media.program.ProgramFrame;
import dev.croupier.gateway.media.track.SignalState;
import dev.croupier.gateway.media.track.SignalStatus;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a table does when a publisher on air fails, from packets to the program. */
final class LostPublisherTest {
  private static final long MS = 1_000;
  private static final long SECOND = 1_000_000;

  private TableStage stage;

  private TableStage stage(List<SignalName> standby, boolean returns) {
    stage = new TableStage(standby, returns);
    return stage;
  }

  /** Whatever happened: one sequence, time that rises, sound without an end. */
  @AfterEach
  void oneProgram() {
    ProgramFrame before = null;
    for (ProgramFrame frame : stage.video) {
      if (before != null) {
        assertEquals(before.firstSequence() + before.payloads().length, frame.firstSequence());
        assertTrue(frame.rtpTime() > before.rtpTime(), "a timestamp behind the last");
        assertTrue(
            frame.source().equals(before.source()) || frame.keyframe(), "a keyframe at a seam");
      }
      before = frame;
    }
    for (int i = 1; i < stage.audio.size(); i++) {
      assertEquals(stage.audio.get(i - 1).rtpTime() + 960, stage.audio.get(i).rtpTime());
    }
    stage.table.close();
  }

  @Test
  void row27_aPublisherThatChangesItsSsrcInMidStreamStaysOnAir() {
    TableStage.Camera a = stage(List.of(B), false).publish(A);
    stage.publish(B);
    stage.run(3 * SECOND);
    int since = stage.video.size();
    a.anotherSource(new Sender(0x8899, 12, 77));
    stage.run(3 * SECOND);
    assertEquals(List.of("cam-a"), stage.sources(since));
    assertTrue(stage.video.size() - since >= 85, "all its pictures are seen");
    assertTrue(stage.longestStandstill(since) <= 70 * MS, stage.longestStandstill(since) + " µs");
    assertEquals(List.of(), stage.unplanned);
  }

  @Test
  void row27_aPublisherThatPausesItsPictureGivesWayToTheSlateAndComesBackInTheSameProgram() {
    TableStage.Camera a = stage(List.of(), false).publish(A);
    stage.run(3 * SECOND);
    int since = stage.video.size();
    a.film(false);
    stage.run(4 * SECOND);
    assertEquals("slate", stage.table.air().signal());
    a.film(true);
    stage.run(2 * SECOND);
    assertEquals(List.of("cam-a", "slate", "cam-a"), stage.sources(since - 1));
    assertTrue(stage.longestStandstill(since) <= 500 * MS, stage.longestStandstill(since) + " µs");
    assertEquals("cam-a", stage.table.air().heard());
  }

  @Test
  void row27_aPublisherThatPausesItsPictureGivesWayToTheNextCameraWithItsSound() {
    TableStage.Camera a = stage(List.of(A, B), false).publish(A);
    stage.publish(B);
    stage.run(3 * SECOND);
    int since = stage.video.size();
    a.film(false);
    stage.run(2 * SECOND);
    assertEquals(List.of("cam-a", "cam-b"), stage.sources(since - 1));
    assertTrue(stage.longestStandstill(since) <= 500 * MS, stage.longestStandstill(since) + " µs");
    assertEquals(
        new TableMedia.Air("cam-b", stage.table.air().sinceMicros(), "cam-b"), stage.table.air());
    Unplanned told = stage.unplanned.getFirst();
    assertEquals(A, told.from());
    assertEquals(B, told.to());
    assertTrue(told.lost());
    assertEquals("cam-b", told.end().getNow(null).heard());
    a.film(true);
    stage.run(8 * SECOND);
    assertEquals("cam-b", stage.table.air().signal(), "nobody said that it should come back");
  }

  @ParameterizedTest(name = "{0} Mbit/s, {1} pictures/s")
  @CsvSource({"50, 30, bitrate", "2, 240, frame_rate", "50, 10, bitrate"})
  void row27_aPublisherBeyondTheCapsIsRefusedAndTheProgramGoesOn(
      int megabits, int fps, String reason) {
    TableStage.Camera a = stage(List.of(A, B), false).publish(A);
    stage.publish(B);
    stage.run(3 * SECOND);
    int since = stage.video.size();
    a.film(false);
    int length = megabits * 125_000 / fps;
    byte[] data = ByteBuffer.allocate(4 + length).putInt(length).put((byte) 0x41).array();
    for (int i = 0; i < 4 * fps; i++) {
      a.capped.frame(new CodedFrame(Codec.H264, stage.now() * 9 / 100, false, data), stage.now());
      stage.run(SECOND / fps);
    }
    SignalStatus status = stage.table.signal(A).orElseThrow();
    assertEquals(SignalState.REFUSED, status.state());
    assertEquals(reason, status.reason());
    assertEquals("cam-b", stage.table.air().signal());
    assertTrue(stage.longestStandstill(since) <= 700 * MS, stage.longestStandstill(since) + " µs");
  }

  @Test
  void row27_aPublisherThatGrowsTo4KInMidStreamIsRefusedAndTheProgramGoesOn() {
    TableStage.Camera a = stage(List.of(A, B), false).publish(A);
    stage.publish(B);
    stage.run(3 * SECOND);
    int since = stage.video.size();
    a.capped.parameters(3_840, 2_160, "640033");
    stage.run(2 * SECOND);
    assertEquals("resolution", stage.table.signal(A).orElseThrow().reason());
    assertEquals(List.of("cam-a", "cam-b"), stage.sources(since - 1));
    assertTrue(stage.longestStandstill(since) <= 500 * MS, stage.longestStandstill(since) + " µs");
  }

  @Test
  void whereItIsToReturnItDoesAfterFiveSecondsWithoutAPause() {
    TableStage.Camera a = stage(List.of(A, B), true).publish(A);
    stage.publish(B);
    stage.run(3 * SECOND);
    a.film(false);
    stage.run(2 * SECOND);
    a.film(true);
    stage.run(3 * SECOND);
    a.film(false);
    stage.run(SECOND);
    a.film(true);
    stage.run(4_900 * MS);
    assertEquals("cam-b", stage.table.air().signal());
    stage.run(SECOND);
    assertEquals("cam-a", stage.table.air().signal());
    assertEquals(2, stage.unplanned.size());
    assertTrue(!stage.unplanned.getLast().lost());
  }

  @Test
  void aSoundChosenApartOutlivesThePicture() throws Exception {
    TableStage.Camera a = stage(List.of(A, B), false).publish(A);
    TableStage.Camera b = stage.publish(B);
    stage.run(3 * SECOND);
    done(stage.table.cut(A, 0, AudioChoice.of("cam-b")));
    stage.run(SECOND);
    assertEquals("cam-b", stage.table.air().heard());
    a.film(false);
    a.talk(false);
    stage.run(2 * SECOND);
    assertEquals("cam-b", stage.table.air().signal());
    assertEquals("cam-b", stage.table.air().heard());
    b.talk(false);
    stage.run(2 * SECOND);
    assertNull(stage.table.air().heard(), "its loss is silence");
  }

  @Test
  void aSoundThatDoesNotComeCannotBeAskedFor() {
    stage(List.of(), false).publish(A);
    stage.publish(B).talk(false);
    stage.run(3 * SECOND);
    CompletableFuture<Switched> cut = stage.table.cut(B, 0, AudioChoice.of("cam-b"));
    assertTrue(cut.isCompletedExceptionally());
    CompletableFuture<Switched> unknown = stage.table.cut(B, 0, AudioChoice.of("cam-x"));
    assertTrue(unknown.isCompletedExceptionally());
  }

  private void done(CompletableFuture<Switched> cut) throws InterruptedException {
    stage.run(SECOND);
    try {
      assertTrue(cut.isDone());
      cut.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }
}
