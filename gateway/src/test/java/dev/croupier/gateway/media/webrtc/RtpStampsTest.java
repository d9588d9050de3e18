package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.program.ProgramFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With which RTP time a picture was sent. */
final class RtpStampsTest {
  private final ProgramFrames program = new ProgramFrames(65_530);
  private final RtpStamps stamps = new RtpStamps();

  @Test
  void aPictureHasTheTimeItWasSentWithElseItsOwn() {
    ProgramFrame first = program.next(true, true, 3, 0, 0);
    ProgramFrame second = program.next(false, true, 2, 40_000, 0);
    ProgramFrame third = program.next(false, true, 1, 80_000, 0);
    stamps.add(first, 111);
    stamps.add(third, 333);
    assertEquals(111, stamps.rtpTime(first));
    assertEquals(second.rtpTime(), stamps.rtpTime(second));
    assertEquals(333, stamps.rtpTime(third));
  }

  @Test
  void theirNumberIsBounded() {
    List<ProgramFrame> frames = new ArrayList<>();
    for (int i = 0; i < RtpStamps.MAX + 1; i++) {
      frames.add(program.next(i == 0, true, 1, 0, 0));
      stamps.add(frames.getLast(), i);
    }
    assertEquals(RtpStamps.MAX - 1, stamps.rtpTime(frames.get(RtpStamps.MAX - 1)));
    assertEquals(frames.getLast().rtpTime(), stamps.rtpTime(frames.getLast()));
  }

  @Test
  void theyAreKeptForTwoSecondsAfterTheLast() {
    stamps.sentAt(1_000_000);
    stamps.sentAt(1_500_000);
    assertFalse(stamps.over(3_500_000));
    assertTrue(stamps.over(3_500_001));
  }
}
