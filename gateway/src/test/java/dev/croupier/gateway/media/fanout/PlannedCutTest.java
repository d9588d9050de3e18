package dev.croupier.gateway.media.fanout;

import static dev.croupier.gateway.media.fanout.TableStage.A;
import static dev.croupier.gateway.media.fanout.TableStage.B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.media.ingest.KeyframeCadence;
import dev.croupier.gateway.media.program.AudioChoice;
import dev.croupier.gateway.media.program.ProgramFrame;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cuts at a moment to come. */
final class PlannedCutTest {
  private static final long MS = 1_000;
  private static final long SECOND = 1_000_000;
  private static final long FRAME = 33_333;

  /** A camera that answers within two of its pictures, 40 ms away. */
  private static final long ANSWER = 60 * MS;

  private static final long TRANSIT = 40 * MS;

  private TableStage stage;

  private TableStage stage(SignalName... standby) {
    stage = new TableStage(List.of(standby), false);
    return stage;
  }

  /** Whatever was asked for: one sequence, and all that is shown can be decoded. */
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
    stage.table.close();
  }

  @Test
  void aCameraThatAnswersIsAskedSoThatItsKeyframeIsCapturedThenOrSoonAfter() {
    stage().publish(A);
    TableStage.Camera b = stage.publish(B).onRequest(ANSWER, TRANSIT);
    stage.run(6 * SECOND);
    for (int i = 0; i < 12; i++) {
      long at = stage.now() + 2 * SECOND + i * 7 * MS;
      CompletableFuture<Switched> cut = stage.table.cut(B, at, AudioChoice.FOLLOW);
      stage.run(2 * SECOND - 200 * MS);
      assertEquals("cam-a", stage.table.air().signal(), "not yet");
      stage.run(SECOND);
      long off = cut.join().captureMicros() - at;
      assertTrue(off >= 0 && off <= 3 * FRAME, "cut " + i + " is " + off + " µs after its moment");
      assertEquals("cam-b", stage.table.air().signal());
      stage.table.cut(A, stage.now(), AudioChoice.FOLLOW);
      stage.run(SECOND + i * 130 * MS);
      assertEquals("cam-a", stage.table.air().signal());
    }
    for (int i = 1; i < b.requests.size(); i++) {
      long apart = b.requests.get(i) - b.requests.get(i - 1);
      assertTrue(apart >= KeyframeCadence.THROTTLE_MICROS, "asked again after " + apart);
    }
  }

  @Test
  void aCameraThatDoesNotAnswerIsCutToAtItsNextKeyframe() {
    stage().publish(A);
    stage.publish(B);
    stage.run(3 * SECOND);
    long at = stage.now() + 1_234 * MS;
    CompletableFuture<Switched> cut = stage.table.cut(B, at, AudioChoice.FOLLOW);
    stage.run(2 * SECOND);
    long off = cut.join().captureMicros() - at;
    assertTrue(off >= 0 && off <= 4 * FRAME, off + " µs after its moment");
  }

  @Test
  void whatIsOnAirMayBeLostBeforeTheMoment() {
    TableStage.Camera a = stage(A, B).publish(A);
    stage.publish(B);
    stage.run(3 * SECOND);
    long at = stage.now() + 4 * SECOND;
    CompletableFuture<Switched> cut = stage.table.cut(B, at, AudioChoice.of("cam-a"));
    stage.run(SECOND);
    int since = stage.video.size();
    a.film(false);
    stage.run(SECOND);
    assertEquals("cam-b", stage.table.air().signal());
    assertTrue(stage.longestStandstill(since) <= 500 * MS, stage.longestStandstill(since) + " µs");
    assertFalse(cut.isDone());
    assertEquals("cam-b", stage.table.air().heard());
    stage.run(2 * SECOND + 100 * MS);
    assertEquals("cam-a", cut.join().heard(), "the sound is as it was asked for");
    stage.run(SECOND);
    assertEquals("cam-b", stage.table.air().signal());
    assertEquals("cam-a", stage.table.air().heard());
  }

  @Test
  void whatIsOnAirMayBeLostWhenItsMomentHasCome() {
    TableStage.Camera a = stage(A, B).publish(A);
    stage.publish(B).onRequest(400 * MS, TRANSIT);
    stage.run(6 * SECOND);
    long at = stage.now() + 2 * SECOND;
    CompletableFuture<Switched> cut = stage.table.cut(B, at, AudioChoice.FOLLOW);
    stage.run(2 * SECOND - 100 * MS);
    int since = stage.video.size();
    a.film(false);
    stage.run(SECOND);
    assertTrue(cut.join().captureMicros() >= at);
    assertEquals("cam-b", stage.table.air().signal());
    assertTrue(stage.longestStandstill(since) <= 500 * MS, stage.longestStandstill(since) + " µs");
    assertEquals(List.of(), stage.unplanned, "what was asked for takes place");
  }

  @Test
  void whereTheCameraIsLostBeforeItTheOldOneStays() {
    stage().publish(A);
    TableStage.Camera b = stage.publish(B);
    stage.run(3 * SECOND);
    CompletableFuture<Switched> cut =
        stage.table.cut(B, stage.now() + 4 * SECOND, AudioChoice.FOLLOW);
    int since = stage.video.size();
    b.film(false);
    stage.run(3 * SECOND);
    assertFalse(cut.isDone(), "it may come back");
    stage.run(SECOND + 50 * MS);
    assertEquals("not_ready", reason(cut));
    stage.run(SECOND);
    assertEquals(List.of("cam-a"), stage.sources(since));
  }

  @Test
  void whereItHasNoKeyframeInTimeTheOldOneStays() {
    stage().publish(A);
    stage.publish(B).onRequest(Long.MAX_VALUE, TRANSIT);
    stage.run(3 * SECOND);
    int since = stage.video.size();
    CompletableFuture<Switched> cut = stage.table.cut(B, stage.now() + SECOND, AudioChoice.FOLLOW);
    stage.run(3_400 * MS);
    assertFalse(cut.isDone(), "2 s for a GOP and 500 ms");
    stage.run(200 * MS);
    assertEquals("no_keyframe", reason(cut));
    stage.run(SECOND);
    assertEquals(List.of("cam-a"), stage.sources(since));
  }

  @Test
  void fromTheSlateTooItIsTheMomentThatCounts() {
    stage().publish(B);
    stage.run(3 * SECOND);
    assertEquals("slate", stage.table.air().signal(), "cam-a is waited for");
    long at = stage.now() + SECOND;
    CompletableFuture<Switched> cut = stage.table.cut(B, at, AudioChoice.FOLLOW);
    stage.run(900 * MS);
    assertEquals("slate", stage.table.air().signal());
    stage.run(SECOND);
    assertTrue(cut.join().captureMicros() >= at);
    assertEquals("cam-b", stage.table.air().signal());
  }

  @Test
  void itIsGivenUpBeforeItsMomentAndAfterItWhileItHasNoFrame() {
    stage().publish(A);
    TableStage.Camera b = stage.publish(B).onRequest(Long.MAX_VALUE, TRANSIT);
    stage.run(3 * SECOND);
    int since = stage.video.size();
    CompletableFuture<Switched> early =
        stage.table.cut(B, stage.now() + SECOND, AudioChoice.FOLLOW);
    assertTrue(stage.table.cancel(early).join());
    assertEquals("cancelled", reason(early));
    CompletableFuture<Switched> armed = stage.table.cut(B, stage.now(), AudioChoice.FOLLOW);
    stage.run(500 * MS);
    assertTrue(stage.table.cancel(armed).join());
    assertEquals("cancelled", reason(armed));
    assertFalse(stage.table.cancel(armed).join(), "it is over");
    b.onRequest(ANSWER, TRANSIT);
    stage.run(3 * SECOND);
    assertEquals(List.of("cam-a"), stage.sources(since));

    CompletableFuture<Switched> third = stage.table.cut(B, stage.now(), AudioChoice.FOLLOW);
    stage.run(SECOND);
    assertFalse(stage.table.cancel(third).join(), "it is on air");
    assertEquals("cam-b", stage.table.air().signal());
  }

  @Test
  void aLaterOneTakesItsPlace() {
    stage().publish(A);
    stage.publish(B);
    stage.run(3 * SECOND);
    CompletableFuture<Switched> first =
        stage.table.cut(B, stage.now() + 2 * SECOND, AudioChoice.FOLLOW);
    CompletableFuture<Switched> second =
        stage.table.cut(B, stage.now() + SECOND, AudioChoice.FOLLOW);
    assertEquals("replaced", reason(first));
    stage.run(2 * SECOND);
    assertEquals("cam-b", stage.table.air().signal());
    assertTrue(second.isDone());
  }

  private static String reason(CompletableFuture<Switched> cut) {
    assertTrue(cut.isDone());
    return assertThrows(CompletionException.class, cut::join).getCause().getMessage();
  }
}
