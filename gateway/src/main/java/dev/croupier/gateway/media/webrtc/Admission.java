package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.ingest.FrameListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits until a table lets a publisher in. Who waits no more is not let in: a publish that nobody
 * has would keep its signal, and have pushed another one out.
 */
final class Admission {
  private static final long DEADLINE_SECONDS = 5;

  private Admission() {}

  /** Waits 5 s. Blocks; not on a loop. */
  static FrameListener await(CompletableFuture<FrameListener> admission)
      throws MediaRefusal, InterruptedException {
    return await(admission, DEADLINE_SECONDS);
  }

  /**
   * Waits for a time.
   *
   * @param admission the table's answer; cancelled when this gives up
   */
  static FrameListener await(CompletableFuture<FrameListener> admission, long seconds)
      throws MediaRefusal, InterruptedException {
    try {
      try {
        return admission.get(seconds, TimeUnit.SECONDS);
      } catch (TimeoutException _) {
        if (admission.cancel(false)) {
          throw new MediaRefusal("busy", "the table did not answer in time");
        }
      } catch (InterruptedException e) {
        if (admission.cancel(false)) {
          throw e;
        }
        Thread.currentThread().interrupt();
      }
      return admission.join(); // it has answered just now
    } catch (ExecutionException | CompletionException e) {
      throw new MediaRefusal("signal_taken", e.getCause().getMessage());
    }
  }
}
