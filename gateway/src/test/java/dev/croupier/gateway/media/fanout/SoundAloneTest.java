package dev.croupier.gateway.media.fanout;

import static dev.croupier.gateway.media.fanout.TableStage.A;
import static dev.croupier.gateway.media.fanout.TableStage.B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.media.program.AudioChoice;
import dev.croupier.gateway.media.program.ProgramFrame;
import dev.croupier.gateway.media.track.CutCheck;
import dev.croupier.gateway.media.track.SignalState;
import dev.croupier.gateway.media.track.SignalStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A mixer is a signal without pictures, and a camera may be one without sound. */
final class SoundAloneTest {
  private static final long SECOND = 1_000_000;
  private static final SignalName MIXER = new SignalName("mixer");

  private TableStage stage;

  private TableStage stage(SignalName... standby) {
    stage = new TableStage(List.of(standby), false);
    return stage;
  }

  /** Sound never ends, whoever makes it. */
  @AfterEach
  void oneSound() {
    for (int i = 1; i < stage.audio.size(); i++) {
      assertEquals(stage.audio.get(i - 1).rtpTime() + 960, stage.audio.get(i).rtpTime());
    }
    stage.table.close();
  }

  @Test
  void itIsLiveAndSaysWhatItIs() {
    TableStage.Camera mixer = stage().publishSound(MIXER);
    stage.run(SECOND);
    SignalStatus status = stage.table.signal(MIXER).orElseThrow();
    assertEquals(SignalState.LIVE, status.state());
    assertEquals("sound_only", status.reason());
    assertNull(status.codec());
    assertTrue(status.audible());
    assertNotNull(status.clock(), "its place in table time is known");
    assertEquals(
        new CutCheck(CutCheck.Verdict.INCOMPATIBLE, "sound_only"), stage.table.check(status));
    stage.run(8 * SECOND);
    assertEquals(List.of(), mixer.requests, "it has no keyframe to be asked for");

    mixer.talk(false);
    stage.run(2 * SECOND);
    status = stage.table.signal(MIXER).orElseThrow();
    assertEquals(SignalState.STALE, status.state());
    assertEquals("no_sound", status.reason());
    mixer.talk(true);
    stage.run(SECOND);
    assertEquals(SignalState.LIVE, stage.table.signal(MIXER).orElseThrow().state());
  }

  @Test
  void itIsNeverOnAirAndNeverGoneTo() {
    TableStage.Camera a = stage(A, MIXER, B).publish(A);
    stage.publishSound(MIXER);
    stage.run(3 * SECOND);
    CompletableFuture<Switched> cut = stage.table.cut(MIXER, stage.now(), AudioChoice.FOLLOW);
    Throwable refused = assertThrows(CompletionException.class, cut::join).getCause();
    assertEquals("incompatible", refused.getMessage());
    int since = stage.video.size();
    a.film(false);
    stage.run(2 * SECOND);
    stage.publish(B);
    stage.run(3 * SECOND);
    assertEquals(List.of("cam-a", "slate", "cam-b"), stage.sources(since - 1));
  }

  @Test
  void itIsHeardWhateverIsShown() {
    TableStage.Camera a = stage(A, B).publish(A);
    stage.publish(B);
    TableStage.Camera mixer = stage.publishSound(MIXER);
    stage.run(3 * SECOND);
    assertEquals("cam-a", stage.table.air().heard());
    stage.table.cut(A, stage.now(), AudioChoice.of("mixer")).join();
    stage.run(SECOND);
    assertEquals("mixer", stage.table.air().heard());
    stage.table.cut(B, stage.now(), AudioChoice.KEEP);
    int since = stage.audio.size();
    stage.run(2 * SECOND);
    assertEquals(new TableMedia.Air("cam-b", sinceMicros(), "mixer"), stage.table.air());
    a.film(false);
    stage.table.cut(A, stage.now(), AudioChoice.KEEP);
    stage.run(2 * SECOND);
    assertEquals(List.of("mixer"), heard(since), "without a break");

    mixer.talk(false);
    stage.run(2 * SECOND);
    assertNull(stage.table.air().heard(), "its loss is silence");
    assertEquals("cam-b", stage.table.air().signal(), "and no loss of the picture");
    mixer.talk(true);
    stage.run(SECOND);
    assertEquals("mixer", stage.table.air().heard());
    stage.table.cut(B, stage.now(), AudioChoice.FOLLOW);
    stage.run(SECOND);
    assertEquals("cam-b", stage.table.air().heard());
  }

  @Test
  void itsPreviewIsHeard() {
    stage().publish(A);
    stage.publishSound(MIXER);
    List<ProgramFrame> preview = new ArrayList<>();
    stage.run(SECOND);
    stage
        .table
        .preview(MIXER)
        .orElseThrow()
        .add(
            new Viewer() {
              @Override
              public void onFrame(ProgramFrame frame) {
                preview.add(frame);
              }

              @Override
              public void onEnd() {}
            });
    stage.run(2 * SECOND);
    assertTrue(
        preview.stream().filter(frame -> frame.source().equals("mixer")).count() >= 90,
        preview.size() + " packets");
    assertTrue(preview.stream().noneMatch(frame -> frame.codec().video()));
  }

  @Test
  void aCameraThatComesUnderItsNameHasItsPicturesShown() {
    stage().publishSound(B);
    stage.run(SECOND);
    assertEquals("sound_only", stage.table.signal(B).orElseThrow().reason());
    stage.run(SECOND);
    stage.table.unpublish(stage.publisher(B), "closed");
    stage.run(SECOND);
    stage.publish(B);
    stage.run(2 * SECOND);
    assertNull(stage.table.signal(B).orElseThrow().reason());
    stage.table.cut(B, stage.now(), AudioChoice.FOLLOW);
    stage.run(SECOND);
    assertEquals(new TableMedia.Air("cam-b", sinceMicros(), "cam-b"), stage.table.air());
  }

  @Test
  void aCameraWithoutSoundIsShownInSilence() {
    stage().publish(A);
    stage.publish(B).talk(false);
    stage.run(3 * SECOND);
    assertEquals(false, stage.table.signal(B).orElseThrow().audible());
    stage.table.cut(B, stage.now(), AudioChoice.FOLLOW);
    stage.run(2 * SECOND);
    int since = stage.audio.size();
    stage.run(2 * SECOND);
    assertEquals(new TableMedia.Air("cam-b", sinceMicros(), null), stage.table.air());
    assertEquals(List.of("slate"), heard(since));
    assertTrue(stage.audio.size() - since >= 99, "silence takes its time: " + stage.audio.size());
  }

  private long sinceMicros() {
    return stage.table.air().sinceMicros();
  }

  /** Whose sound left since a number of packets, each once. */
  private List<String> heard(int since) {
    return stage.audio.subList(since, stage.audio.size()).stream()
        .map(ProgramFrame::source)
        .distinct()
        .toList();
  }
}
