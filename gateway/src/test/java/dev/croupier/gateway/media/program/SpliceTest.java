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

  /** A frame that arrives and is due at once. */
  private Verdict frame(String source, boolean keyframe, long capture, long now) {
    splice.onArrival(source, keyframe, capture, now);
    return splice.onDue(source, keyframe, capture, true, now);
  }

  @Test
  void startsWithTheSlateAndWaitsForTheWantedSignalsKeyframe() {
    assertNull(splice.onAir());
    assertEquals(Verdict.DROP, frame("cam-b", true, 10 * MS, 11 * MS));
    assertEquals(Verdict.DROP, frame("cam-a", false, 20 * MS, 21 * MS));
    assertEquals(Verdict.SEND_FIRST, frame("cam-a", true, 30 * MS, 31 * MS));
    assertEquals(Verdict.SEND, frame("cam-a", false, 60 * MS, 61 * MS));
    assertEquals(30 * MS, splice.sinceMicros());
  }

  @Test
  void cutsAtTheTargetsFirstKeyframeCapturedFromTheAskedMomentOn() {
    frame("cam-a", true, 0, 0);
    splice.arm("cam-b", 100 * MS, 2_000 * MS);
    assertEquals(Verdict.DROP, frame("cam-b", true, 99 * MS, 110 * MS));
    assertEquals(Verdict.SEND, frame("cam-a", false, 120 * MS, 121 * MS));
    assertEquals(Verdict.DROP, frame("cam-b", false, 130 * MS, 131 * MS));
    assertEquals(Verdict.SEND_FIRST, frame("cam-b", true, 140 * MS, 141 * MS));
    assertEquals(Verdict.DROP, frame("cam-a", true, 150 * MS, 151 * MS));
    assertEquals("cam-b", splice.onAir());
    assertNull(splice.armed());
  }

  @Test
  void theAgreedFrameWaitsForWhatTheOldSourceCapturedBeforeIt() {
    frame("cam-a", true, 0, 0);
    splice.arm("cam-b", 100 * MS, 2_000 * MS);
    assertTrue(splice.onArrival("cam-b", true, 140 * MS, 145 * MS));
    assertEquals(140 * MS, splice.agreedMicros());
    assertEquals(Verdict.HOLD, splice.onDue("cam-b", true, 140 * MS, false, 150 * MS));
    assertEquals(Verdict.SEND, splice.onDue("cam-a", false, 133 * MS, false, 151 * MS));
    assertEquals(Verdict.DROP, splice.onDue("cam-a", false, 140 * MS, false, 184 * MS));
    assertEquals(Verdict.SEND_FIRST, splice.onDue("cam-b", true, 140 * MS, true, 184 * MS));
    assertEquals(Verdict.DROP, splice.onDue("cam-a", false, 139 * MS, true, 185 * MS));
  }

  @Test
  void aKeyframeBehindWhatHasLeftIsNotAgreedOnButTheNextOneIs() {
    frame("cam-a", true, 0, 0);
    splice.arm("cam-b", 100 * MS, 2_000 * MS);
    frame("cam-a", false, 133 * MS, 138 * MS);
    assertEquals(Verdict.DROP, frame("cam-b", true, 120 * MS, 240 * MS));
    assertTrue(splice.tooSlow());
    assertTrue(splice.wantsKeyframe("cam-b", false));
    assertEquals(Verdict.SEND_FIRST, frame("cam-b", true, 160 * MS, 280 * MS));
    assertFalse(splice.tooSlow());
  }

  @Test
  void aCutWithoutKeyframeExpiresAndChangesNothing() {
    frame("cam-a", true, 0, 0);
    splice.arm("cam-b", 0, 500 * MS);
    assertFalse(splice.expired(500 * MS));
    assertTrue(splice.expired(501 * MS));
    splice.disarm();
    assertEquals(Verdict.DROP, frame("cam-b", true, 600 * MS, 600 * MS));
    assertEquals(Verdict.SEND, frame("cam-a", false, 600 * MS, 600 * MS));
  }

  @Test
  void aCutThatHasItsFrameNoLongerExpires() {
    frame("cam-a", true, 0, 0);
    splice.arm("cam-b", 0, 500 * MS);
    splice.onArrival("cam-b", true, 450 * MS, 460 * MS);
    assertFalse(splice.expired(501 * MS));
  }

  @Test
  void aSourceThatIsWaitedForLongerGivesWayToTheSlateAsMuchLater() {
    frame("cam-a", true, 0, 0);
    splice.alive(300 * MS);
    splice.alive(200 * MS);
    assertFalse(splice.onTick(300 * MS + SLATE_AFTER));
    assertTrue(splice.onTick(300 * MS + SLATE_AFTER + 1));
  }

  @Test
  void aSilentSourceGivesWayToTheSlateAndReturnsOnItsKeyframe() {
    frame("cam-a", true, 0, 0);
    assertFalse(splice.onTick(SLATE_AFTER));
    assertTrue(splice.onTick(SLATE_AFTER + 1));
    assertNull(splice.onAir());
    assertFalse(splice.onTick(SLATE_AFTER + 2), "the slate begins once");
    assertTrue(splice.onSlate(800 * MS));
    assertEquals(Verdict.DROP, frame("cam-a", false, 900 * MS, 900 * MS));
    assertEquals(Verdict.SEND_FIRST, frame("cam-a", true, 950 * MS, 950 * MS));
  }

  @Test
  void theSlateCanBeCutAwayToAnotherSignal() {
    frame("cam-a", true, 0, 0);
    splice.onTick(SLATE_AFTER + 1);
    splice.arm("cam-b", 800 * MS, 2_000 * MS);
    splice.onArrival("cam-b", true, 810 * MS, 812 * MS);
    assertTrue(splice.onSlate(805 * MS));
    assertFalse(splice.onSlate(838 * MS), "the slate ends at the agreed frame too");
    assertEquals(Verdict.SEND_FIRST, splice.onDue("cam-b", true, 810 * MS, true, 840 * MS));
    assertEquals("cam-b", splice.wanted());
  }
}
