package dev.croupier.gateway.media.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.media.fanout.Posters.Answer;
import dev.croupier.gateway.media.worker.PictureMaker;
import dev.croupier.time.clock.TableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stills of publishers in simulated time, by the worker's real process. */
final class PostersTest {
  private static final SignalName A = TableStage.A;
  private static final SignalName B = TableStage.B;

  private final TableStage stage = new TableStage(List.of(), false);
  private final TableClock clock = stage.clock();
  private final PictureMaker maker = new PictureMaker(clock, Duration.ofSeconds(2));
  private final Posters posters = new Posters(maker, clock);

  @AfterEach
  void close() {
    maker.close();
  }

  private Answer.Still still(SignalName name) throws Exception {
    return assertInstanceOf(Answer.Still.class, posters.of(stage.table, name));
  }

  @Test
  void howeverManyAskOnePictureIsDecodedASecond() throws Exception {
    stage.publish(A);
    stage.run(500_000);
    try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Answer>> asks = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        asks.add(() -> posters.of(stage.table, A));
      }
      Set<Answer> answers = new HashSet<>();
      for (Future<Answer> answer : crowd.invokeAll(asks)) {
        answers.add(answer.get());
      }
      assertEquals(1, answers.size());
    }
    assertEquals(1, posters.made());
    Answer.Still first = still(A);
    assertEquals(320, first.picture().width());
    assertEquals(180, first.picture().height());

    // Its keyframe arrived a quarter of a second ago at most: they are 8 pictures apart.
    stage.run(700_000);
    assertSame(first, still(A));
    stage.run(500_000);
    assertNotSame(first, still(A));
    assertEquals(2, posters.made());
  }

  @Test
  void whoeverAsksSeesNothingOlderThanASecond() throws Exception {
    TableStage.Camera camera = stage.publish(A);
    stage.run(500_000);
    for (int i = 0; i < 10; i++) {
      long age = stage.now() - still(A).atMicros();
      assertEquals(0, Math.max(0, age - Posters.FRESH_MICROS), "age " + age);
      stage.run(370_000);
    }
    camera.film(false);
    stage.run(1_300_000);
    assertInstanceOf(Answer.None.class, posters.of(stage.table, A), "the last one is too old");
  }

  @Test
  void aSignalWithoutPicturesHasNone() throws Exception {
    assertInstanceOf(Answer.None.class, posters.of(stage.table, A));
    assertInstanceOf(Answer.None.class, posters.of(stage.table, new SignalName("nowhere")));
    TableStage.Camera camera = stage.publish(A);
    stage.run(500_000);
    still(A);
    stage.table.unpublish(camera.publish, "gone");
    stage.run(1_100_000);
    assertInstanceOf(Answer.None.class, posters.of(stage.table, A));
    assertEquals(1, posters.made());
  }

  @Test
  void aSignalThatTheWorkerDiesOfIsLeftAloneAndTheOthersAreNot() throws Exception {
    stage.publish(A);
    stage.publish(B);
    stage.run(500_000);
    Thread asking = Thread.startVirtualThread(this::askForA);
    killItsWorker();
    asking.join();
    assertEquals(1, posters.lost());
    stage.run(1_000_000);
    still(B);
    assertInstanceOf(Answer.None.class, posters.of(stage.table, A));
    assertEquals(1, posters.made());
    stage.run(Posters.REST_MICROS);
    still(A);
  }

  private void askForA() {
    try {
      posters.of(stage.table, A);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** As a crash in native code would: while the process begins to work for somebody. */
  private static void killItsWorker() {
    while (true) {
      List<ProcessHandle> workers =
          ProcessHandle.current()
              .children()
              .filter(child -> child.info().command().orElse("").endsWith("/java"))
              .toList();
      if (!workers.isEmpty()) {
        workers.forEach(ProcessHandle::destroyForcibly);
        return;
      }
      Thread.onSpinWait();
    }
  }
}
