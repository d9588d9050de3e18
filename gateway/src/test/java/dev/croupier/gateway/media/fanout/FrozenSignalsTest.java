package dev.croupier.gateway.media.fanout;

import static dev.croupier.gateway.media.fanout.TableStage.A;
import static dev.croupier.gateway.media.fanout.TableStage.B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.track.SignalState;
import dev.croupier.gateway.media.worker.PictureMaker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A camera on air whose pictures come and do not change; simulated time, a real worker. */
final class FrozenSignalsTest {
  private static final long SECOND = 1_000_000;

  /** 36 pictures, 9 groups of them: the other one of the two that are sent in turn. */
  private static final long STEP = 36 * 33_333;

  private TableStage stage;
  private TableStage.Camera a;
  private PictureMaker maker;
  private FrozenSignals watch;

  @AfterEach
  void close() {
    maker.close();
    stage.table.close();
  }

  private void stage(boolean leavesFrozen) throws Exception {
    stage = new TableStage(List.of(A, B), false, leavesFrozen);
    maker = new PictureMaker(stage.clock(), Duration.ofSeconds(2));
    watch = new FrozenSignals(stage.table, new Posters(maker, stage.clock()), 3 * SECOND);
    a = stage.publish(A);
    stage.publish(B);
    stage.run(3 * SECOND);
    look(6);
    assertEquals("cam-a", stage.table.air().signal(), "it moves");
    assertNull(remark());
  }

  /** So many looks, one every 1.2 s. */
  private void look(int looks) throws InterruptedException {
    for (int i = 0; i < looks; i++) {
      stage.run(STEP);
      watch.look();
    }
    // What was found is acted upon and said.
    stage.run(STEP);
  }

  private String remark() {
    return stage.table.signal(A).orElseThrow().reason();
  }

  @Test
  void itIsSaidAndLeftForTheNextWhereThatIsConfigured() throws Exception {
    stage(true);
    a.stand(true);
    look(1);
    assertEquals("cam-a", stage.table.air().signal(), "not yet");
    look(3);
    assertEquals("cam-b", stage.table.air().signal());
    assertEquals("frozen", remark());
    assertEquals(SignalState.LIVE, stage.table.signal(A).orElseThrow().state());
    assertEquals(1, stage.unplanned.size());
    Unplanned told = stage.unplanned.getFirst();
    assertEquals(A, told.from());
    assertEquals(B, told.to());
    assertTrue(told.lost());
    assertTrue(told.frozen());
    assertTrue(stage.longestStandstill(0) < SECOND / 10, "viewers see pictures all the time");

    a.stand(false);
    look(3);
    assertNull(remark(), "it moves again");
    assertEquals("cam-b", stage.table.air().signal());
  }

  @Test
  void itIsOnlySaidWhereNothingElseIsConfigured() throws Exception {
    stage(false);
    a.stand(true);
    look(6);
    assertEquals("frozen", remark());
    assertEquals("cam-a", stage.table.air().signal());
    assertEquals(List.of(), stage.unplanned);
  }

  @Test
  void whoeverCutsBackToItSeesItUntilItMovesAndFreezesAgain() throws Exception {
    stage(true);
    a.stand(true);
    look(6);
    assertEquals("cam-b", stage.table.air().signal());
    stage.table.cut(A);
    look(4);
    assertEquals("cam-a", stage.table.air().signal(), "somebody wants it so");
    a.stand(false);
    look(3);
    a.stand(true);
    look(6);
    assertEquals("cam-b", stage.table.air().signal());
    assertEquals(2, stage.unplanned.size());
  }

  @Test
  void aLostCameraIsNotLeftForAFrozenOne() throws Exception {
    stage(true);
    a.stand(true);
    look(6);
    assertEquals("cam-b", stage.table.air().signal());
    stage.cameras().getLast().film(false);
    stage.run(2 * SECOND);
    assertEquals("slate", stage.table.air().signal());
    a.stand(false);
    look(3);
    assertEquals("cam-a", stage.table.air().signal(), "as soon as it moves");
  }
}
