package dev.croupier.loadtest.viewer;

import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.gateway.media.peer.ReceivedFrame;
import dev.croupier.gateway.media.peer.WhepPlayer;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Viewers that come and go before a run, each until it has seen a few frames, so that what they
 * pass through at both ends is compiled by then. They count nowhere: what does not work shows in
 * the run itself.
 */
public final class Forerunners {
  private static final int TOGETHER = 10;
  private static final int FRAMES = 10;
  private static final long PATIENCE_SECONDS = 10;

  private Forerunners() {}

  /** Lets so many come and go. Blocks; an interrupt ends it. */
  public static void run(
      WhepTarget target,
      int count,
      HttpClient http,
      ClientTransports transports,
      TableClock clock,
      SplittableRandom random)
      throws InterruptedException {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(
            TOGETHER, Thread.ofVirtual().name("forerunner-", 0).factory())) {
      for (int i = 0; i < count; i++) {
        int number = i;
        SplittableRandom own = random.split();
        threads.execute(() -> look(target, number, http, transports, clock, own));
      }
      Together.await(threads);
    }
  }

  private static void look(
      WhepTarget target,
      int number,
      HttpClient http,
      ClientTransports transports,
      TableClock clock,
      SplittableRandom random) {
    CountDownLatch frames = new CountDownLatch(FRAMES);
    try {
      String token = target.tokens().token("forerunner", number);
      try (WhepPlayer player =
          WhepPlayer.play(
              target.whep(),
              token,
              "",
              http,
              transports,
              clock,
              random,
              new WhepPlayer.Listener() {
                @Override
                public void frame(ReceivedFrame frame) {
                  frames.countDown();
                }
              })) {
        player.ready().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        boolean _ = frames.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (IOException | ExecutionException | TimeoutException _) {
      // The run itself will show it.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
