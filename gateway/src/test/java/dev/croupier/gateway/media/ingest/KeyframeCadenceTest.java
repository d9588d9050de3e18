package dev.croupier.gateway.media.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KeyframeCadenceTest {
  private static final long MS = 1_000;

  @Test
  void asksWhenNoneCameForASegment() {
    KeyframeCadence cadence = new KeyframeCadence(0);
    assertFalse(cadence.due(1_199 * MS));
    assertTrue(cadence.due(1_200 * MS));
    cadence.onKeyframe(1_300 * MS, 1_300 * MS);
    assertFalse(cadence.due(2_400 * MS));
  }

  @Test
  void aThousandWishesBecomeOneRequestPerHalfSecond() {
    KeyframeCadence cadence = new KeyframeCadence(0);
    int sent = 0;
    for (int i = 0; i < 1_000; i++) {
      cadence.want();
      if (cadence.due(100 * MS + i)) {
        sent++;
      }
    }
    assertEquals(1, sent);
    assertFalse(cadence.due(599 * MS));
    assertTrue(cadence.due(600 * MS));
  }

  @Test
  void aSourceThatNeverAnswersIsIrregularUntilItDoes() {
    KeyframeCadence cadence = new KeyframeCadence(0);
    long now = 0;
    for (int i = 0; i < 7; i++) {
      now += 1_300 * MS;
      assertTrue(cadence.due(now));
    }
    assertTrue(cadence.irregular());
    cadence.onKeyframe(now, now);
    assertFalse(cadence.irregular());
  }

  @Test
  void whatAnAnswerLeadsByIsTheLeastOfTheLastSixteen() {
    KeyframeCadence cadence = new KeyframeCadence(0);
    assertEquals(0, cadence.leadMicros());
    long now = 0;
    for (int i = 0; i < 20; i++) {
      now += 1_300 * MS;
      assertTrue(cadence.due(now));
      // Captured 30 ms after the first request, and one more after each, and 40 ms on its way.
      long captured = now + (30 + i) * MS;
      cadence.onKeyframe(captured, captured + 40 * MS);
    }
    assertEquals(34 * MS, cadence.leadMicros());
    assertEquals(89 * MS, cadence.answerMicros());
    cadence.onKeyframe(now + 600 * MS, now + 600 * MS);
    assertEquals(34 * MS, cadence.leadMicros(), "one that nobody asked for says nothing");
  }

  @Test
  void whoWantsAKeyframeIsToldWhenTheAnswerIsExpected() {
    KeyframeCadence cadence = new KeyframeCadence(0);
    cadence.onKeyframe(1_000_000, 1_000_000);
    assertEquals(KeyframeCadence.Outlook.NEVER, cadence.outlook().untilAnswerMicros(1_000_000));
    cadence.want();
    assertTrue(cadence.due(1_100_000));
    cadence.onKeyframe(1_180_000, 1_180_000);

    KeyframeCadence.Outlook idle = cadence.outlook();
    assertEquals(KeyframeCadence.Outlook.NEVER, idle.untilPendingMicros(1_200_000));
    assertEquals(400_000 + 80_000, idle.untilAnswerMicros(1_200_000), "the throttle, then it");
    assertEquals(80_000, idle.untilAnswerMicros(3_000_000));

    cadence.want();
    assertTrue(cadence.due(2_000_000));
    KeyframeCadence.Outlook asked = cadence.outlook();
    assertEquals(50_000, asked.untilPendingMicros(2_030_000));
    assertEquals(50_000, asked.untilAnswerMicros(2_030_000));
    assertEquals(0, asked.untilPendingMicros(2_200_000), "a little late: at any moment");
    assertEquals(KeyframeCadence.Outlook.NEVER, asked.untilPendingMicros(2_400_000));
  }
}
