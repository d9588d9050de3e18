package dev.croupier.loadtest.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KeyframeGateTest {
  private final KeyframeGate gate = new KeyframeGate();

  @Test
  void aRequestIsAnsweredAtOnce() {
    assertEquals(100, gate.request(100));
    assertTrue(gate.due(100));
    assertFalse(gate.due(100), "once");
    assertEquals(101, gate.request(101));
  }

  @Test
  void aLateAnswerComesLateAndAnswersAllRequestsUntilThen() {
    gate.set(true, 2_000_000);
    assertEquals(2_000_100, gate.request(100));
    assertEquals(KeyframeGate.NEVER, gate.request(500_100));
    assertFalse(gate.due(2_000_099));
    assertTrue(gate.due(2_000_100));
    assertEquals(4_000_200, gate.request(2_000_200));
  }

  @Test
  void noAnswerIsNoAnswerEvenToAnEarlierRequest() {
    gate.set(true, 2_000_000);
    gate.request(100);
    gate.set(false, 0);
    assertFalse(gate.due(9_000_000));
    assertEquals(KeyframeGate.NEVER, gate.request(9_000_000));
    gate.set(true, 0);
    assertEquals(9_000_001, gate.request(9_000_001));
  }
}
