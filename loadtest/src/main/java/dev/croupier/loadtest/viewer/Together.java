package dev.croupier.loadtest.viewer;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Clients on threads of their own, waited for together. */
public final class Together {
  private Together() {}

  /** Takes no more in and waits until all have ended; an interrupt sends them away. Blocks. */
  public static void await(ExecutorService threads) throws InterruptedException {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS)) {
        throw new IllegalStateException("the end of time");
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      throw e;
    }
  }
}
