package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The rate at which packets arrive. */
final class AckedRateTest {
  private static final long START = -3_000_000;

  private final AckedRate rate = new AckedRate();

  @Test
  void aSteadyStreamHasItsRateOnceAWholeWindowIsIn() {
    // 1,250 bytes each 10 ms are 1 Mbit/s.
    for (int i = 0; i < 50; i++) {
      rate.arrived(START + i * 10_000L, 1_250);
      assertEquals(-1, rate.bitsPerSecond(), i * 10 + " ms");
    }
    for (int i = 50; i < 500; i++) {
      rate.arrived(START + i * 10_000L, 1_250);
      assertEquals(i < 55 ? -1 : 1_000_000, rate.bitsPerSecond(), i * 10 + " ms");
    }
  }

  @Test
  void packetsInAnyOrderCountOnceAndThoseFromBeforeTheWindowNotAtAll() {
    for (int i = 0; i < 100; i++) {
      // Pairs are swapped.
      rate.arrived((i ^ 1) * 10_000L, 1_250);
    }
    assertEquals(1_000_000, rate.bitsPerSecond());
    rate.arrived(100_000, 1_000_000);
    assertEquals(1_000_000, rate.bitsPerSecond());
  }

  @Test
  void aPauseIsAFallAndNothingIsLeftAfterClearing() {
    for (int i = 0; i < 100; i++) {
      rate.arrived(i * 10_000L, 1_250);
    }
    // 250 ms without anything: half of the window is empty.
    rate.arrived(1_250_000, 1_250);
    assertEquals(500_000, rate.bitsPerSecond());
    rate.clear();
    assertEquals(-1, rate.bitsPerSecond());
    rate.arrived(1_300_000, 1_250);
    assertEquals(-1, rate.bitsPerSecond());
  }
}
