package dev.croupier.time.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SystemTableClockTest {
  @Test
  void itIsAboutUnixTime() {
    long wallMicros = System.currentTimeMillis() * 1000;
    SystemTableClock clock = SystemTableClock.start(new Random(1));
    assertTrue(Math.abs(clock.nowMicros() - wallMicros) < 5_000_000);
    assertTrue(Math.abs(clock.wallMinusTableMicros()) < 5_000_000);
  }

  @Test
  void itNeverRunsBackwardsWhicheverThreadLooks() throws Exception {
    SystemTableClock clock = SystemTableClock.start(new Random(1));
    AtomicLong latest = new AtomicLong(Long.MIN_VALUE);
    AtomicLong backwards = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < 100_000; i++) {
                      long before = latest.get();
                      long now = clock.nowMicros();
                      if (now < before) {
                        backwards.incrementAndGet();
                      }
                      latest.accumulateAndGet(now, Math::max);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(0, backwards.get());
  }

  @Test
  void itBeginsNoEarlierThanWhatOthersHaveHeard() {
    long tomorrow = System.currentTimeMillis() * 1000 + 86_400_000_000L;
    SystemTableClock clock = SystemTableClock.start(new Random(1), tomorrow);
    assertTrue(clock.nowMicros() >= tomorrow);
    assertTrue(clock.wallMinusTableMicros() < -86_000_000_000L);
  }

  @Test
  void itsIdentityIs128BitsInHexadecimal() {
    String one = SystemTableClock.start(new Random(1)).clockId();
    assertTrue(one.matches("[0-9a-f]{32}"), one);
    assertEquals(one, SystemTableClock.start(new Random(1)).clockId());
    assertNotEquals(one, SystemTableClock.start(new Random(2)).clockId());
    assertEquals(1, SystemTableClock.start(new Random(1)).epoch());
  }

  @Test
  void aSimulatedClockMovesOnlyForwards() {
    SimulatedTableClock clock = new SimulatedTableClock(1_000);
    assertEquals(1_000, clock.nowMicros());
    clock.advance(Duration.ofMillis(2));
    assertEquals(3_000, clock.nowMicros());
    clock.advanceTo(2_000);
    assertEquals(3_000, clock.nowMicros());
    assertThrows(IllegalArgumentException.class, () -> clock.advanceMicros(-1));
  }
}
