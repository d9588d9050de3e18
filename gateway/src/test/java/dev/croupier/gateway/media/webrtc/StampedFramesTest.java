package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.program.ProgramFrame;
import org.junit.jupiter.api.Test;

/** Pictures that were sent with numbers of their own are found by these. */
final class StampedFramesTest {
  private final ProgramFrames program = new ProgramFrames(10);
  private final StampedFrames frames = new StampedFrames();

  @Test
  void aPacketIsFoundByTheNumberItWasSentWithAndNoOtherIs() {
    ProgramFrame first = program.next(true, true, 3, 0, 0);
    ProgramFrame second = program.next(false, true, 2, 0, 0);
    frames.add(first, 65_534, 111);
    frames.add(second, 65_540, 222);
    assertEquals(-1, frames.find(65_533));
    for (long sequence = 65_534; sequence < 65_537; sequence++) {
      int place = frames.find(sequence);
      assertSame(first, frames.frame(place));
      assertEquals(sequence - 65_534, frames.index(place, sequence));
      assertEquals(111, frames.rtpTime(place));
    }
    assertEquals(-1, frames.find(65_537));
    assertEquals(-1, frames.find(65_539));
    assertSame(second, frames.frame(frames.find(65_541)));
    assertEquals(222, frames.rtpTime(frames.find(65_541)));
    assertEquals(-1, frames.find(65_542));
  }

  @Test
  void theirNumberIsBounded() {
    ProgramFrame frame = program.next(true, true, 1, 0, 0);
    for (int i = 0; i < 5_000; i++) {
      frames.add(frame, i, i);
    }
    assertTrue(frames.find(StampedFrames.MAX - 1) >= 0);
    assertEquals(-1, frames.find(StampedFrames.MAX));
  }

  @Test
  void theyAreKeptForTwoSecondsAfterTheLast() {
    frames.sentAt(1_000_000);
    frames.sentAt(1_500_000);
    assertFalse(frames.over(3_500_000));
    assertTrue(frames.over(3_500_001));
  }
}
