package dev.croupier.gateway.media.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import org.junit.jupiter.api.Test;

class DelayLineTest {
  private final DelayLine line = new DelayLine();

  private static CodedFrame frame(int bytes) {
    return new CodedFrame(Codec.H264, 0, false, new byte[bytes]);
  }

  @Test
  void aFrameLeavesSoLongAfterItsArrival() {
    line.add(frame(1), 0, 100, 50);
    assertEquals(150, line.dueMicros());
    assertNull(line.due(149));
    assertNotNull(line.due(150));
    line.take();
    assertEquals(Long.MAX_VALUE, line.dueMicros());
  }

  @Test
  void neverBeforeAnEarlierOneThoughTheDelayShrinks() {
    line.add(frame(1), 0, 100, 50);
    line.add(frame(1), 33, 110, 0);
    line.take();
    assertEquals(150, line.dueMicros());
  }

  @Test
  void whatExceedsItsBytesOrFramesLeavesEarlyAndIsNotLost() {
    line.add(frame(1_200_000), 0, 100, 1_000);
    line.add(frame(1_200_000), 33, 110, 1_000);
    assertNull(line.due(200));
    line.add(frame(1), 66, 120, 1_000);
    assertNotNull(line.due(200));
    line.take();
    assertNull(line.due(200));
    for (int i = 0; i < DelayLine.MAX_FRAMES; i++) {
      line.add(frame(1), 99, 130, 1_000);
    }
    while (line.due(200) != null) {
      line.take();
    }
    assertEquals(DelayLine.MAX_FRAMES, line.size());
  }

  @Test
  void knowsWhenAllBeforeAMomentHasLeft() {
    assertFalse(line.passed(50));
    line.add(frame(1), 33, 40, 10);
    assertFalse(line.passed(50), "more may come");
    line.add(frame(1), 66, 70, 10);
    assertFalse(line.passed(50), "one still waits");
    line.take();
    assertTrue(line.passed(50));
    line.take();
    assertTrue(line.passed(50));
  }
}
