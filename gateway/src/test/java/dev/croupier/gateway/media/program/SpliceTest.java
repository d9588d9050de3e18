package dev.croupier.gateway.media.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.program.Splice.Verdict;
import org.junit.jupiter.api.Test;

class SpliceTest {
  private static final long MS = 1_000;
  private static final long SLATE_AFTER = 700 * MS;
  private final Splice splice = new Splice("cam-a", SLATE_AFTER, 0);

  @Test
  void startsWithTheSlateAndWaitsForTheWantedSignalsKeyframe() {
    assertNull(splice.onAir());
    assertEquals(Verdict.DROP, splice.onVideo("cam-b", true, 10 * MS, 11 * MS));
    assertEquals(Verdict.DROP, splice.onVideo("cam-a", false, 20 * MS, 21 * MS));
    assertEquals(Verdict.SEND_FIRST, splice.onVideo("cam-a", true, 30 * MS, 31 * MS));
    assertEquals(Verdict.SEND, splice.onVideo("cam-a", false, 60 * MS, 61 * MS));
    assertEquals(30 * MS, splice.sinceMicros());
  }

  @Test
  void cutsAtTheTargetsFirstKeyframeCapturedFromTheAskedMomentOn() {
    splice.onVideo("cam-a", true, 0, 0);
    splice.arm("cam-b", 100 * MS, 2_000 * MS);
    assertEquals(Verdict.DROP, splice.onVideo("cam-b", true, 99 * MS, 110 * MS));
    assertEquals(Verdict.SEND, splice.onVideo("cam-a", false, 120 * MS, 121 * MS));
    assertEquals(Verdict.DROP, splice.onVideo("cam-b", false, 130 * MS, 131 * MS));
    assertEquals(Verdict.SEND_FIRST, splice.onVideo("cam-b", true, 140 * MS, 141 * MS));
    assertEquals(Verdict.DROP, splice.onVideo("cam-a", true, 150 * MS, 151 * MS));
    assertEquals("cam-b", splice.onAir());
    assertNull(splice.armed());
  }

  @Test
  void aCutWithoutKeyframeExpiresAndChangesNothing() {
    splice.onVideo("cam-a", true, 0, 0);
    splice.arm("cam-b", 0, 500 * MS);
    assertFalse(splice.expired(500 * MS));
    assertTrue(splice.expired(501 * MS));
    splice.disarm();
    assertEquals(Verdict.DROP, splice.onVideo("cam-b", true, 600 * MS, 600 * MS));
    assertEquals(Verdict.SEND, splice.onVideo("cam-a", false, 600 * MS, 600 * MS));
  }

  @Test
  void aSilentSourceGivesWayToTheSlateAndReturnsOnItsKeyframe() {
    splice.onVideo("cam-a", true, 0, 0);
    assertFalse(splice.onTick(SLATE_AFTER));
    assertTrue(splice.onTick(SLATE_AFTER + 1));
    assertNull(splice.onAir());
    assertFalse(splice.onTick(SLATE_AFTER + 2), "the slate begins once");
    assertEquals(Verdict.DROP, splice.onVideo("cam-a", false, 900 * MS, 900 * MS));
    assertEquals(Verdict.SEND_FIRST, splice.onVideo("cam-a", true, 950 * MS, 950 * MS));
  }

  @Test
  void theSlateCanBeCutAwayToAnotherSignal() {
    splice.onVideo("cam-a", true, 0, 0);
    splice.onTick(SLATE_AFTER + 1);
    splice.arm("cam-b", 800 * MS, 2_000 * MS);
    assertEquals(Verdict.SEND_FIRST, splice.onVideo("cam-b", true, 810 * MS, 810 * MS));
    assertEquals("cam-b", splice.wanted());
  }

  @Test
  void aBrokenSourceIsHeldBackUntilItsNextKeyframe() {
    splice.onVideo("cam-a", true, 0, 0);
    splice.onBroken("cam-b");
    assertEquals(Verdict.SEND, splice.onVideo("cam-a", false, 33 * MS, 33 * MS));
    splice.onBroken("cam-a");
    assertEquals(Verdict.DROP, splice.onVideo("cam-a", false, 66 * MS, 66 * MS));
    assertEquals(Verdict.SEND, splice.onVideo("cam-a", true, 100 * MS, 100 * MS));
    assertEquals(Verdict.SEND, splice.onVideo("cam-a", false, 133 * MS, 133 * MS));
  }
}
