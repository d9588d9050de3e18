package dev.croupier.loadtest.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.loadtest.plan.ScenarioException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImpairmentTest {
  private static final String ALL =
      "delay=20ms jitter=5ms,normal loss=5% burst=3 reorder=1%,10ms duplicate=0.5% rate=2mbit"
          + " queue=100ms blackout=500ms/10s";

  @Test
  void everyWordIsRead() {
    assertEquals(
        new Impairment(
            20_000_000,
            5_000_000,
            Impairment.Jitter.NORMAL,
            0.05,
            3,
            0.01,
            10_000_000,
            0.005,
            2_000_000,
            100_000_000,
            500_000_000,
            10_000_000_000L),
        Impairment.parse(ALL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ALL,
        "none",
        "delay=1s",
        "delay=62.5us jitter=3ms,exponential",
        "jitter=3ms,uniform",
        "loss=33.3% burst=1.5",
        "rate=1500bit queue=0s",
        "rate=64kbit queue=200ms blackout=2s"
      })
  void theTextReadsBackAsTheSame(String text) {
    assertEquals(text, Impairment.parse(text).text());
  }

  @Test
  void nothingIsNoImpairmentAndJitterIsUniformUnlessItSaysMore() {
    assertEquals(Impairment.NONE, Impairment.parse("  "));
    assertEquals(Impairment.NONE, Impairment.parse("none"));
    assertEquals(Impairment.parse("jitter=5ms,uniform"), Impairment.parse("jitter=5ms"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dely=20ms          | unknown word 'dely'; did you mean 'delay'?
          jitter=5ms,normel  | jitter: unknown word 'normel'; did you mean 'normal'?
          delay=20           | delay: a number with us, ms, s is needed, not '20'
          delay=-1ms         | delay: a number with us, ms, s is needed, not '-1ms'
          delay=61s          | delay: 0 to 60s
          jitter=11s         | jitter: 0 to 10s
          loss=5             | loss: a number with % is needed, not '5'
          loss=101%          | loss: 0% to 100%
          loss=1e1%          | loss: a number with % is needed, not '1e1%'
          loss=90% burst=3   | loss: with burst=3 at most 75%
          burst=3            | burst: needs loss=…
          loss=1% burst=0    | burst: more than 0, or leave it out
          loss=1% burst=0.5  | burst: 1 to 10000 packets
          reorder=1%         | reorder: a share and a time, for example 1%,10ms
          reorder=1%,0ms     | reorder: by more than 0, up to 10s
          rate=2             | rate: a number with kbit, mbit, gbit, bit is needed, not '2'
          rate=0             | rate: more than 0, or leave it out
          rate=999bit        | rate: 1kbit to 100gbit
          queue=10ms         | queue: needs rate=…
          blackout=2s/1s     | blackout: its period is longer than it, up to 3600s
          delay=1ms delay=2ms| delay: said twice
          none delay=1ms     | none: stands alone
          none=1             | none: has no value
          """)
  void whatCannotBeReadIsAnsweredWithOneLine(String text, String complaint) {
    assertEquals(
        complaint,
        assertThrows(ScenarioException.class, () -> Impairment.parse(text)).getMessage());
  }

  @Test
  void textsOfAnyLengthAndAnyCharactersGetOneShortLine() {
    for (String text : new String[] {"x".repeat(999), "y".repeat(100_000), "\u0007ü=\n\u2028"}) {
      String complaint =
          assertThrows(ScenarioException.class, () -> Impairment.parse(text)).getMessage();
      assertEquals(1, complaint.lines().count());
      assertTrue(complaint.length() < 120, complaint);
    }
  }

  @Test
  void aBlackoutWithoutAPeriodIsNowAndOnceAndAPeriodicOneEndsEachPeriod() {
    Impairment once = Impairment.parse("blackout=2s");
    long set = 77_000_000_123L;
    assertTrue(once.blackAt(set, set));
    assertTrue(once.blackAt(set + 1_999_999_999, set));
    assertFalse(once.blackAt(set + 2_000_000_000, set));
    assertEquals(set + 2_000_000_000, once.blackEndNs(set + 5, set));

    Impairment often = Impairment.parse("blackout=500ms/10s");
    assertFalse(often.blackAt(set, set));
    assertFalse(often.blackAt(set + 9_499_999_999L, set));
    assertTrue(often.blackAt(set + 9_500_000_000L, set));
    assertFalse(often.blackAt(set + 10_000_000_000L, set));
    assertTrue(often.blackAt(set + 29_700_000_000L, set));
    assertEquals(set + 30_000_000_000L, often.blackEndNs(set + 29_700_000_000L, set));
  }
}
