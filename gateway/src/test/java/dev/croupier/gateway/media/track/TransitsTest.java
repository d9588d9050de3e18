package dev.croupier.gateway.media.track;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TransitsTest {
  private static final long FRAME = 33_333;
  private final Transits transits = new Transits();
  private long capture = 1_790_000_000_000_000L;

  private long frames(int count, long transit) {
    long p999 = 0;
    for (int i = 0; i < count; i++) {
      p999 = transits.add(capture, capture + transit);
      capture += FRAME;
    }
    return p999;
  }

  @Test
  void countsFromTheFirstFrameOn() {
    assertEquals(9_000, frames(1, 9_000));
    assertEquals(40_000, frames(1, 40_000));
  }

  @Test
  void aColdStartIsForgottenWithinSeconds() {
    frames(30, 300_000);
    assertEquals(300_000, frames(80, 12_000), "at first it is all that is known");
    assertEquals(12_000, frames(20, 12_000));
  }

  @Test
  void aLateFrameAfterwardsIsRememberedForAMinute() {
    frames(130, 12_000);
    frames(1, 80_000);
    assertEquals(80_000, frames(900, 12_000));
  }
}
