package dev.croupier.gateway.rounds.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CardTest {
  @Test
  void thereAre52AndEachIsReadFromWhatItWrites() {
    Set<Integer> indexes = new HashSet<>();
    for (char rank : "A23456789TJQK".toCharArray()) {
      for (char suit : "SHDC".toCharArray()) {
        Card card = Card.parse("" + rank + suit).orElseThrow();
        assertEquals("" + rank + suit, card.toString());
        assertTrue(card.index() >= 0 && card.index() < 52);
        indexes.add(card.index());
      }
    }
    assertEquals(52, indexes.size());
  }

  @Test
  void ranksCountFromAceToKing() {
    assertEquals(1, new Card('A', 'S').number());
    assertEquals(9, new Card('9', 'S').number());
    assertEquals(10, new Card('T', 'S').number());
    assertEquals(13, new Card('K', 'S').number());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "7", "7h", "aS", "10H", "1H", "7HH", " 7H", "H7", "7♥", "**"})
  void anythingElseIsNoCard(String text) {
    assertEquals(Optional.empty(), Card.parse(text));
  }

  @Test
  void aCardCannotBeMadeOfAnythingElse() {
    assertThrows(IllegalArgumentException.class, () -> new Card('1', 'S'));
    assertThrows(IllegalArgumentException.class, () -> new Card('A', 's'));
  }
}
