package dev.croupier.gateway.media.fanout;

import static dev.croupier.gateway.media.fanout.TableStage.A;
import static dev.croupier.gateway.media.fanout.TableStage.B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.program.AudioChoice;
import dev.croupier.gateway.media.program.ProgramFrame;
import dev.croupier.gateway.media.track.CutCheck;
import dev.croupier.gateway.media.track.ProgramTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A table that is offered in H.264 and in VP8: two programs on one clock. */
final class TwoCodecsTest {
  private static final long SECOND = 1_000_000;
  private static final SignalName A_VP8 = new SignalName("cam-a~vp8");
  private static final SignalName B_VP8 = new SignalName("cam-b~vp8");

  private final List<ProgramFrame> vp8 = new ArrayList<>();
  private TableStage stage;

  @BeforeEach
  void begin() {
    List<ProgramTerms> terms =
        List.of(ProgramTerms.usual(Codec.H264), ProgramTerms.usual(Codec.VP8));
    stage = new TableStage(new TableRules(terms, List.of(A, B, A_VP8, B_VP8), false, false));
    stage
        .table
        .programs()
        .getLast()
        .add(
            new Viewer() {
              @Override
              public void onFrame(ProgramFrame frame) {
                if (frame.codec().video()) {
                  vp8.add(frame);
                }
              }

              @Override
              public void onEnd() {}
            });
  }

  /** Each is one program, in its own codec. */
  @AfterEach
  void twoPrograms() {
    inOrder(stage.video, Codec.H264);
    inOrder(vp8, Codec.VP8);
    stage.table.close();
  }

  @Test
  void theyHaveOneClockSoThatOneAnchorIsTrueOfBoth() {
    List<Show> programs = stage.table.programs();
    assertEquals(List.of(Codec.H264, Codec.VP8), programs.stream().map(Show::codec).toList());
    assertSame(programs.getFirst(), stage.table.program());
    assertSame(programs.getFirst().clock(), programs.getLast().clock());
    assertEquals(2, stage.table.viewers());
    assertEquals(Codec.VP8, stage.table.wanted(A_VP8));
    assertEquals(Codec.H264, stage.table.wanted(A));
  }

  @Test
  void aCutGoesToTheSameCameraInBothEachAtItsOwnKeyframe() {
    cameras();
    assertEquals("cam-a", stage.table.air().signal());
    assertEquals("cam-a~vp8", vp8.getLast().source());
    assertTrue(stage.table.onAir(A) && stage.table.onAir(A_VP8));
    long at = stage.now() + SECOND;
    CompletableFuture<Switched> cut = stage.table.cut(B, at, AudioChoice.FOLLOW);
    stage.run(2 * SECOND);
    long agreed = cut.join().captureMicros();
    assertTrue(agreed >= at);
    assertEquals("cam-b", stage.table.air().signal());
    assertEquals("cam-b~vp8", vp8.getLast().source());
    long other = first(vp8, "cam-b~vp8").captureMicros();
    assertTrue(other >= at && other <= at + SECOND, "its own frame: " + (other - at));

    stage.table.cut(A_VP8, stage.now(), AudioChoice.FOLLOW);
    stage.run(SECOND);
    assertEquals("cam-a", stage.table.air().signal(), "whichever of the two is named");
    assertEquals("cam-a~vp8", vp8.getLast().source());
  }

  @Test
  void whereACameraIsNotThereInACodecItsProgramStaysAsItIs() {
    stage.publish(A);
    stage.publishVp8(A_VP8);
    stage.publish(B);
    stage.run(3 * SECOND);
    stage.table.cut(B, stage.now(), AudioChoice.FOLLOW);
    stage.run(2 * SECOND);
    assertEquals("cam-b", stage.table.air().signal());
    assertEquals("cam-a~vp8", vp8.getLast().source());
    assertTrue(stage.table.onAir(A_VP8));
  }

  @Test
  void whatIsGivenUpInOneIsInTheOther() {
    cameras();
    CompletableFuture<Switched> cut = stage.table.cut(B, stage.now() + SECOND, AudioChoice.FOLLOW);
    assertTrue(stage.table.cancel(cut).join());
    stage.run(3 * SECOND);
    assertEquals("cam-a", stage.table.air().signal());
    assertEquals("cam-a~vp8", vp8.getLast().source());
  }

  @Test
  void aCameraThatIsLostInOneCodecIsLeftInThatOneAlone() {
    stage.publish(A);
    TableStage.Camera lost = stage.publishVp8(A_VP8);
    stage.publish(B);
    stage.publishVp8(B_VP8);
    stage.run(3 * SECOND);
    int since = stage.video.size();
    lost.film(false);
    stage.run(2 * SECOND);
    assertEquals("cam-b~vp8", vp8.getLast().source());
    assertEquals(List.of("cam-a"), stage.sources(since));
    assertEquals(A_VP8, stage.unplanned.getFirst().from());
    assertEquals(B_VP8, stage.unplanned.getFirst().to());
  }

  @Test
  void anySoundIsHeardInBoth() {
    cameras();
    stage.publishSound(new SignalName("mixer"));
    List<String> heard = new ArrayList<>();
    stage
        .table
        .programs()
        .getLast()
        .add(
            new Viewer() {
              @Override
              public void onFrame(ProgramFrame frame) {
                if (!frame.codec().video()) {
                  heard.add(frame.source());
                }
              }

              @Override
              public void onEnd() {}
            });
    stage.run(SECOND);
    assertEquals("cam-a~vp8", heard.getLast(), "each has the sound of its own camera");
    stage.table.cut(B, stage.now(), AudioChoice.of("mixer"));
    stage.run(2 * SECOND);
    assertEquals("mixer", stage.table.air().heard());
    assertEquals("mixer", heard.getLast());
    stage.table.cut(A, stage.now(), AudioChoice.of("cam-b"));
    stage.run(2 * SECOND);
    assertEquals("cam-b", heard.getLast(), "of a camera in another codec too");
  }

  @Test
  void aCutIsCheckedByTheProgramOfItsCodec() {
    cameras();
    for (SignalName name : List.of(A, B, A_VP8, B_VP8)) {
      CutCheck check = stage.table.check(stage.table.signal(name).orElseThrow());
      assertTrue(check.possible(), name + ": " + check);
    }
    assertThrows(
        IllegalArgumentException.class, () -> new TableRules(List.of(), List.of(), false, false));
    assertFalse(stage.table.onAir(B));
  }

  private void cameras() {
    stage.publish(A);
    stage.publishVp8(A_VP8);
    stage.publish(B);
    stage.publishVp8(B_VP8);
    stage.run(3 * SECOND);
  }

  private static ProgramFrame first(List<ProgramFrame> frames, String source) {
    return frames.stream().filter(frame -> frame.source().equals(source)).findFirst().orElseThrow();
  }

  private static void inOrder(List<ProgramFrame> frames, Codec codec) {
    ProgramFrame before = null;
    for (ProgramFrame frame : frames) {
      assertEquals(codec, frame.codec());
      if (before != null) {
        assertEquals(before.firstSequence() + before.payloads().length, frame.firstSequence());
        assertTrue(frame.rtpTime() > before.rtpTime(), "a timestamp behind the last");
      }
      before = frame;
    }
  }
}
