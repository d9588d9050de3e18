package dev.croupier.gateway.media.fanout;

import static dev.croupier.gateway.media.fanout.TableStage.A;
import static dev.croupier.gateway.media.fanout.TableStage.B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.program.AudioChoice;
import dev.croupier.gateway.media.program.ProgramFrame;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Exceptions in a table's own work, or in what it calls: the table goes on. */
final class TableFaultsTest {
  private static final long SECOND = 1_000_000;

  private final TableStage stage = new TableStage(List.of(A, B), false);
  private final AtomicInteger called = new AtomicInteger();

  @AfterEach
  void close() {
    stage.table.close();
  }

  private void fail() {
    called.incrementAndGet();
    throw new IllegalStateException("a bug");
  }

  @Test
  void aListenerThatFailsKeepsNoOtherOneFromHearingAndNoCutFromTakingPlace() {
    AtomicInteger heard = new AtomicInteger();
    stage.table.onChange(this::fail);
    stage.table.onChange(heard::incrementAndGet);
    stage.publish(A);
    stage.publish(B);
    stage.run(3 * SECOND);
    assertTrue(called.get() > 0);
    assertEquals(called.get(), heard.get());
    assertEquals(called.get(), stage.table.faults());
    CompletableFuture<Switched> cut = stage.table.cut(B, stage.now() + SECOND, AudioChoice.FOLLOW);
    stage.run(2 * SECOND);
    assertTrue(cut.isDone());
    assertEquals("cam-b", stage.table.air().signal());
  }

  @Test
  void aListenerThatFailsDoesNotKeepTheTableOnACameraThatIsLost() {
    stage.table.onUnplanned(cut -> fail());
    TableStage.Camera a = stage.publish(A);
    stage.publish(B);
    stage.run(3 * SECOND);
    a.film(false);
    stage.run(SECOND);
    assertEquals(1, called.get());
    assertEquals("cam-b", stage.table.air().signal());
  }

  @Test
  void aViewerThatFailsKeepsNoPictureFromTheOthers() {
    stage.table.program().add(new Failing());
    stage.publish(A);
    stage.run(3 * SECOND);
    int before = stage.video.size();
    stage.run(SECOND);
    assertEquals(30, stage.video.size() - before, 1);
    assertTrue(called.get() > 0);
  }

  private final class Failing implements Viewer {
    @Override
    public void onFrame(ProgramFrame frame) {
      fail();
    }

    @Override
    public void onEnd() {}
  }
}
