package dev.croupier.gateway.media.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyframeCadenceTest {
  private static final long MS = 1_000;

  @Test
  void asksWhenNoneCameForASegment() {
    KeyframeCadence cadence = new KeyframeCadence(0, true);
    assertFalse(cadence.due(1_199 * MS));
    assertTrue(cadence.due(1_200 * MS));
    cadence.onKeyframe(1_300 * MS, 1_300 * MS);
    assertFalse(cadence.due(2_400 * MS));
  }

  @Test
  void aThousandWishesBecomeOneRequestPerHalfSecond() {
    KeyframeCadence cadence = new KeyframeCadence(0, true);
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
    KeyframeCadence cadence = new KeyframeCadence(0, true);
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
    KeyframeCadence cadence = new KeyframeCadence(0, true);
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
    KeyframeCadence cadence = new KeyframeCadence(0, true);
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

  @ParameterizedTest(name = "wanted {0} ms before")
  @ValueSource(longs = {20, 80, 300, 450, 700, 950})
  void keyframesThatComeWhenTheyWereDueAreNoAnswers(long before) {
    Source source = new Source(1_000 * MS);
    for (int i = 1; i < 20; i++) {
      source.runTo(i * 1_000 * MS - before * MS);
      source.cadence.want();
      source.runTo(i * 1_000 * MS + 10 * MS);
      assertEquals(0, source.cadence.answerMicros());
      assertEquals(
          KeyframeCadence.Outlook.NEVER, source.cadence.outlook().untilAnswerMicros(source.now));
    }
    assertTrue(source.requests >= 19, source.requests + " requests");
    assertEquals(0, source.cadence.leadMicros());
  }

  @ParameterizedTest(name = "a keyframe every {0} ms")
  @ValueSource(longs = {500, 1_000, 2_000, 4_000})
  void whoIgnoresRequestsIsIrregularThoughKeyframesCome(long period) {
    Source source = new Source(period * MS);
    SplittableRandom random = new SplittableRandom(period);
    for (int i = 0; i < 60; i++) {
      source.runTo(source.now + random.nextLong(100, 1_000) * MS);
      source.cadence.want();
      assertEquals(0, source.cadence.outlook().answerMicros());
    }
    assertTrue(period == 500 || source.cadence.irregular(), "they come before any is ignored");
  }

  @Test
  void aCadenceThatIsSlowerThanASegmentIsSeenThroughOnceSomebodyAsksAtAnotherTime() {
    Source source = new Source(1_500 * MS);
    source.runTo(6_200 * MS);
    source.cadence.want();
    source.runTo(9_100 * MS);
    assertEquals(0, source.cadence.answerMicros());
    source.runTo(30_000 * MS);
    assertEquals(0, source.cadence.answerMicros());
  }

  @ParameterizedTest(name = "its own every {0} ms")
  @ValueSource(longs = {1_000, 2_000, 1_000_000})
  void aSourceThatAnswersIsKnownWhateverItsOwnCadence(long period) {
    Source source = new Source(period * MS);
    source.answer = 90 * MS;
    SplittableRandom random = new SplittableRandom(period);
    for (int i = 0; i < 30; i++) {
      source.runTo(source.now + random.nextLong(300, 3_000) * MS);
      source.cadence.want();
    }
    assertEquals(90 * MS, source.cadence.answerMicros(), 10.0 * MS);
    assertFalse(source.cadence.irregular());
    assertTrue(source.cadence.outlook().untilAnswerMicros(source.now + 5_000 * MS) <= 100 * MS);
  }

  @Test
  void whoCannotBeAskedNeverIs() {
    KeyframeCadence cadence = new KeyframeCadence(0, false);
    for (long now = 0; now < 20_000 * MS; now += 10 * MS) {
      cadence.want();
      assertFalse(cadence.due(now));
      if (now % (1_000 * MS) == 0) {
        cadence.onKeyframe(now, now);
      }
    }
    assertEquals(KeyframeCadence.Outlook.NONE, cadence.outlook());
    assertEquals(0, cadence.answerMicros());
    assertFalse(cadence.irregular());
  }

  /** A source with a cadence of its own, which answers requests or not, on ticks of 10 ms. */
  private static final class Source {
    private final KeyframeCadence cadence = new KeyframeCadence(0, true);
    private final long period;
    private long now;
    private long keyframeAt;
    private long answer = Long.MAX_VALUE;
    private int requests;

    private Source(long period) {
      this.period = period;
    }

    private void runTo(long until) {
      for (; now < until; now += 10 * MS) {
        if (now >= keyframeAt) {
          cadence.onKeyframe(now - 5 * MS, now);
          keyframeAt = now + period;
        }
        if (cadence.due(now)) {
          requests++;
          keyframeAt = answer == Long.MAX_VALUE ? keyframeAt : Math.min(keyframeAt, now + answer);
        }
      }
    }
  }
}
