package dev.croupier.gateway.control.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.ids.BuildId;
import dev.croupier.gateway.ids.RoundId;
import org.junit.jupiter.api.Test;

final class RoundPinsTest {
  private final RoundPins pins = new RoundPins();

  @Test
  void aPinIsWrittenOnce() {
    assertTrue(pins.pin(round(1), build(1)));
    assertFalse(pins.pin(round(1), build(2)));
    assertEquals(build(1), pins.of(round(1)));
  }

  @Test
  void aRoundWithoutABuildIsPlayedAllTheSame() {
    pins.pin(round(1), null);
    assertTrue(pins.holds(round(1)));
    assertNull(pins.of(round(1)));
    assertFalse(pins.pin(round(1), build(2)));
  }

  @Test
  void theNewestRoundIsTheLastPinned() {
    assertNull(pins.newest());
    pins.pin(round(1), build(1));
    pins.pin(round(2), build(2));
    assertEquals(round(2), pins.newest());
    pins.release(round(2));
    assertEquals(round(1), pins.newest());
  }

  @Test
  void theOldestGoBeyondTheCap() {
    for (int i = 0; i < 20; i++) {
      pins.pin(round(i), build(1));
    }
    assertFalse(pins.holds(round(3)));
    assertTrue(pins.holds(round(4)));
  }

  private static RoundId round(int number) {
    return new RoundId("r-" + number);
  }

  private static BuildId build(int number) {
    return new BuildId("roulette-" + number + ".0.0");
  }
}
