package dev.croupier.loadtest.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class RequestRateTest {
  private static final long HALF_SECOND = 500_000;

  private final RequestRate rate = new RequestRate();

  @Test
  void aRequestEveryHalfSecondIsOneHoweverLongItGoesOn() {
    for (int i = 0; i < 100; i++) {
      rate.add(i * HALF_SECOND);
    }
    assertEquals(1, rate.perHalfSecond());
    assertEquals(100, rate.count());
  }

  @Test
  void twoThatTheNetworkBroughtNearTogetherAreNoMore() {
    for (int i = 0; i < 20; i++) {
      rate.add(i * HALF_SECOND + (i % 4 == 1 ? 90_000 : 0));
    }
    assertEquals(1, rate.perHalfSecond());
  }

  @Test
  void requestsAtTwiceThePaceAreTwo() {
    for (int i = 0; i < 20; i++) {
      rate.add(i * HALF_SECOND / 2);
    }
    assertEquals(2, rate.perHalfSecond());
  }

  @Test
  void theBusiestMomentCounts() {
    for (int i = 0; i < 9; i++) {
      rate.add(i * 10_000);
    }
    for (int i = 0; i < 10; i++) {
      rate.add(60_000_000 + i * 10_000_000L);
    }
    assertEquals(2, rate.perHalfSecond());
    assertEquals(19, rate.count());
  }

  @Test
  void nobodyAskedIsNothing() {
    assertEquals(0, rate.perHalfSecond());
    rate.add(7);
    assertEquals(0, rate.perHalfSecond(), "one tells of no pace");
    assertEquals(1, rate.count());
  }
}
