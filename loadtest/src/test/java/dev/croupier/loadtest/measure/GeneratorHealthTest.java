package dev.croupier.loadtest.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class GeneratorHealthTest {
  private static long micros() {
    return System.nanoTime() / 1_000;
  }

  @Test
  void theThreadThatComputesMostIsNamedAndItsTimeIsTheProcesss() throws Exception {
    GeneratorHealth health = GeneratorHealth.watch(GeneratorHealthTest::micros);
    CountDownLatch never = new CountDownLatch(1);
    Thread spinning =
        Thread.ofPlatform()
            .name("spinning")
            .daemon()
            .start(
                () -> {
                  while (!Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait();
                  }
                });
    assertTrue(!never.await(400, TimeUnit.MILLISECONDS));
    GeneratorHealth.Health seen = health.finish();
    spinning.interrupt();
    spinning.join();
    assertEquals("spinning", seen.threadName());
    assertTrue(seen.threadShare() > 0.05 && seen.threadShare() < 1.1, seen.toString());
    assertTrue(seen.cpuShare() * seen.cores() >= seen.threadShare() * 0.9, seen.toString());
    assertTrue(seen.lag().count() > 5, seen.toString());
  }

  @Test
  void itsSectionIsNoSortOfClients() {
    try (GeneratorHealth health = GeneratorHealth.watch(GeneratorHealthTest::micros)) {
      assertEquals(GeneratorHealth.KEY, health.section().key());
      assertEquals(0, health.section().asked());
      assertEquals("lag", health.section().series().getFirst().key());
    }
  }
}
