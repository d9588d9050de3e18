package dev.croupier.gateway.rounds.table;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.rounds.TestClock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ClockTimersTest {
  @Test
  void aTaskWaitsForTableTimeAndNotForThisMachines() throws Exception {
    TestClock clock = new TestClock();
    try (ClockTimers timers = new ClockTimers(clock)) {
      CountDownLatch ran = new CountDownLatch(1);
      timers.at(TestClock.START + 5_000, ran::countDown);
      assertFalse(ran.await(50, TimeUnit.MILLISECONDS));
      clock.advance(5_000);
      assertTrue(ran.await(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void whatIsDueRunsAtOnceAndWhatIsCancelledNever() {
    TestClock clock = new TestClock();
    try (ClockTimers timers = new ClockTimers(clock)) {
      CompletableFuture<String> ran = new CompletableFuture<>();
      Timers.Timer cancelled =
          timers.at(TestClock.START + 1_000, () -> ran.complete("the cancelled one"));
      cancelled.cancel();
      clock.advance(10_000);
      timers.at(TestClock.START, () -> ran.complete("the due one"));
      org.junit.jupiter.api.Assertions.assertEquals("the due one", ran.join());
    }
  }
}
