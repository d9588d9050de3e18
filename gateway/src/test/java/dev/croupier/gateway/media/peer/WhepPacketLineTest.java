package dev.croupier.gateway.media.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.rtp.SequenceUnwrapper;
import org.junit.jupiter.api.Test;

/** Sequences begin just short of the wrap of 16 bits. */
final class WhepPacketLineTest {
  private final WhepPacketLine line = new WhepPacketLine();
  private final SequenceUnwrapper sequences = new SequenceUnwrapper();

  private boolean take(int sequence) {
    return line.take(sequences.unwrap(sequence & 0xFFFF));
  }

  @Test
  void whatIsBetweenTheFirstAndTheHighestAndHasNotComeIsMissing() {
    for (int i = 65_530; i < 65_560; i++) {
      if (i != 65_535 && i != 65_536 && i != 65_550) {
        assertTrue(take(i));
      }
    }
    assertEquals(27, line.unique());
    assertEquals(3, line.missing());
    assertTrue(take(65_536), "late, behind the wrap");
    assertEquals(2, line.missing());
    assertEquals(1, line.reordered());
    assertEquals(0, line.duplicates());
  }

  @Test
  void aPacketThatComesAgainIsARepeatAndHidesNoLoss() {
    take(65_534);
    take(65_535);
    take(1);
    assertFalse(take(65_535));
    assertFalse(take(1));
    assertEquals(2, line.duplicates());
    assertEquals(1, line.missing());
    assertEquals(3, line.unique());
  }

  @Test
  void aPacketFromBeforeTheFirstCounts() {
    take(0);
    assertTrue(take(65_534));
    assertEquals(1, line.missing(), "65535");
  }

  @Test
  void whatIsOlderThanTheWindowIsARepeat() {
    take(0);
    take(WhepPacketLine.WINDOW);
    assertFalse(take(0));
    assertTrue(take(1), "just within it");
    assertEquals(WhepPacketLine.WINDOW - 2, line.missing());
  }

  @Test
  void aPlaceIsFreeAgainAfterAWindow() {
    for (int i = 0; i < 3 * WhepPacketLine.WINDOW; i++) {
      assertTrue(take(i));
    }
    assertTrue(take(5 * WhepPacketLine.WINDOW));
    assertTrue(take(5 * WhepPacketLine.WINDOW - 1));
    assertEquals(0, line.duplicates());
    assertEquals(2 * WhepPacketLine.WINDOW - 1, line.missing());
  }
}
