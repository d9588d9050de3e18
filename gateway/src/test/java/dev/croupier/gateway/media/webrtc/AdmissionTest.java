package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.ingest.FrameListener;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A publisher's door waits for its table. */
final class AdmissionTest {
  private final CompletableFuture<FrameListener> table = new CompletableFuture<>();
  private final FrameListener frames =
      (FrameListener)
          Proxy.newProxyInstance(
              FrameListener.class.getClassLoader(),
              new Class<?>[] {FrameListener.class},
              (self, method, arguments) -> null);

  @Test
  void aTableThatDoesNotAnswerInTimeIsNotHeldToWhatItWasAsked() {
    MediaRefusal refusal = assertThrows(MediaRefusal.class, () -> Admission.await(table, 0));
    assertEquals("busy", refusal.code());
    assertTrue(table.isCancelled(), "so that it lets nobody in any more");
  }

  @Test
  void whoIsInterruptedWhileItWaitsGivesUp() {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> Admission.await(table, 10));
    assertTrue(table.isCancelled());
  }

  @Test
  void whatTheTableSaysIsTaken() throws Exception {
    table.complete(frames);
    assertSame(frames, Admission.await(table, 0));
    CompletableFuture<FrameListener> taken = new CompletableFuture<>();
    taken.completeExceptionally(new IllegalStateException("cam-a is being published"));
    MediaRefusal refusal = assertThrows(MediaRefusal.class, () -> Admission.await(taken, 0));
    assertEquals("signal_taken", refusal.code());
    assertEquals("cam-a is being published", refusal.getMessage());
  }

  @Test
  void anAnswerThatComesWhileItGivesUpCounts() throws Exception {
    CompletableFuture<FrameListener> late =
        new CompletableFuture<>() {
          @Override
          public FrameListener get(long timeout, TimeUnit unit) throws InterruptedException {
            complete(frames);
            throw new InterruptedException();
          }
        };
    assertSame(frames, Admission.await(late, 0));
    assertTrue(Thread.interrupted(), "that it was interrupted is not forgotten");
  }
}
