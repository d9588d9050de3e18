package dev.croupier.gateway.media.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.croupier.gateway.media.program.AudioSplice.Verdict;
import org.junit.jupiter.api.Test;

class AudioSpliceTest {
  private final AudioSplice splice = new AudioSplice();

  private Verdict due(String source, long capture) {
    return splice.onDue(source, capture, true, capture);
  }

  @Test
  void beginsWithTheFirstPacketCapturedWithThePicture() {
    assertEquals(Verdict.DROP, due("a", 90));
    splice.agree("a", 100, 100);
    assertEquals(Verdict.DROP, due("a", 99));
    assertEquals(Verdict.SEND, due("a", 100));
    assertEquals(Verdict.DROP, due("b", 101));
    assertEquals(Verdict.SEND, due("a", 120));
  }

  @Test
  void theOldSourceSoundsUpToTheAgreedFrameAndTheNewOneFromIt() {
    splice.agree("a", 0, 0);
    due("a", 0);
    splice.agree("b", 200, 300);
    assertEquals(Verdict.DROP, splice.onDue("b", 190, false, 210));
    assertEquals(Verdict.HOLD, splice.onDue("b", 210, false, 215), "more of a may come");
    assertEquals(Verdict.SEND, splice.onDue("a", 195, false, 216));
    assertEquals(Verdict.DROP, splice.onDue("a", 205, false, 217));
    assertEquals(Verdict.SEND, splice.onDue("b", 210, true, 218));
    assertEquals(Verdict.DROP, due("a", 199));
    assertFalse(splice.changing());
  }

  @Test
  void anOldSourceThatDiesIsNotWaitedForLongerThanTheLatency() {
    splice.agree("a", 0, 0);
    due("a", 0);
    splice.agree("b", 200, 300);
    assertEquals(Verdict.HOLD, splice.onDue("b", 210, false, 299));
    assertEquals(Verdict.SEND, splice.onDue("b", 210, false, 300));
  }

  @Test
  void aChangeTakenBackLeavesAllAsItWas() {
    splice.agree("a", 0, 0);
    due("a", 0);
    splice.agree("b", 200, 300);
    splice.keep();
    assertEquals(Verdict.SEND, due("a", 210));
    assertEquals(Verdict.DROP, due("b", 210));
  }

  @Test
  void aSourceThatNeverCameIsSilentAndWhatWasBeforeItStaysSo() {
    splice.agree("a", 0, 0);
    due("a", 0);
    splice.agree("mute", 200, 300);
    assertEquals(Verdict.DROP, due("a", 210));
    splice.agree("mute", 400, 500);
    assertEquals(Verdict.DROP, due("a", 310), "said twice it is the same");
    splice.agree("b", 600, 700);
    assertEquals(Verdict.DROP, due("a", 510));
    splice.keep();
    assertEquals(Verdict.DROP, due("a", 610));
    splice.agree("a", 800, 900);
    assertEquals(Verdict.DROP, due("a", 790));
    assertEquals(Verdict.SEND, due("a", 800));
  }

  @Test
  void silencedWithAChangeAgreedTheNewSourceStillComes() {
    splice.agree("a", 0, 0);
    due("a", 0);
    splice.agree("b", 200, 300);
    splice.silence(true);
    assertEquals(Verdict.DROP, due("a", 190));
    assertEquals(Verdict.SEND, due("b", 201));
    splice.silence(false);
    assertNull(splice.onAir());
    assertEquals(Verdict.DROP, due("b", 221));
  }
}
