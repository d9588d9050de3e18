package dev.croupier.gateway.rounds.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpotTest {
  @ParameterizedTest
  @ValueSource(strings = {"straight:17", "six_line:31-32-33-34-35-36", "red", "dragon7"})
  void aNameIsKeptAsItIs(String name) {
    assertEquals(name, new Spot(name).toString());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"", " ", "Red", "straight:", ":17", "straight:17 ", "straight:17:18", "7", "a\n"})
  void whatCannotBeASpotInAnyGameIsRefused(String name) {
    assertFalse(Spot.isValid(name));
    assertThrows(IllegalArgumentException.class, () -> new Spot(name));
  }

  @Test
  void aNameHasABound() {
    assertFalse(Spot.isValid("a".repeat(33)));
    assertFalse(Spot.isValid("a:" + "1".repeat(32)));
  }
}
