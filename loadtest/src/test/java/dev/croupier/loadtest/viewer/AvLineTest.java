package dev.croupier.loadtest.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class AvLineTest {
  private static final long NOW = 1_700_000_000_000_000L;
  private static final long LAST_OF_32_BITS = 0xFFFF_FFFFL;

  private final AvLine lines = new AvLine();

  @Test
  void anRtpTimeIsPlacedByTheLastReportAcrossTheWrap() {
    SenderLine line = new SenderLine(90_000);
    assertEquals(SenderLine.UNKNOWN, line.at(0));
    line.report(NOW, LAST_OF_32_BITS);
    assertEquals(NOW + 1_000_000, line.at(89_999), "90,000 units later");
    assertEquals(NOW - 500_000, line.at(LAST_OF_32_BITS - 45_000));
    assertEquals(NOW + 1_000_000, line.at(7L * (1L << 32) + 89_999), "its low 32 bits count");
  }

  @Test
  void withCaptureTimesTheShiftIsAbsolute() {
    lines.video().report(NOW, LAST_OF_32_BITS - 44_999);
    lines.audio().report(NOW, 1_000);
    assertEquals(AvLine.UNKNOWN, lines.shiftMicros());
    // 90,000 units after the report's, so NOW + 1 s by the line; captured 3 ms before that.
    lines.video().captured(45_000, NOW + 997_000);
    // 48,000 units: NOW + 1 s by the line; captured 1.5 ms after that.
    lines.audio().captured(49_000, NOW + 1_001_500);
    assertEquals(4_500, lines.shiftMicros());
    assertEquals(0, lines.changeMicros());
  }

  @Test
  void theChangeCountsFromWhereItBegan() {
    lines.video().report(NOW, 0);
    lines.audio().report(NOW, 0);
    lines.video().captured(90_000, NOW + 1_000_000);
    lines.audio().captured(48_000, NOW + 1_000_000);
    assertEquals(0, lines.shiftMicros());
    // The sound's line is told 45 ms later than its packets say.
    lines.audio().report(NOW + 2_045_000, 96_000);
    lines.audio().captured(144_000, NOW + 3_000_000);
    assertEquals(-45_000, lines.shiftMicros());
    assertEquals(-45_000, lines.changeMicros());
  }

  @Test
  void withoutCaptureTimesTheChangeOfTheLinesIsSeen() {
    lines.video().report(NOW, 1_000_000);
    lines.audio().report(NOW + 7_000, 5);
    assertEquals(AvLine.UNKNOWN, lines.shiftMicros(), "one report each says nothing");
    lines.video().report(NOW + 1_000_000, 1_090_000);
    lines.audio().report(NOW + 1_007_000, 48_005);
    assertEquals(0, lines.shiftMicros());
    // Pictures: 2 s of RTP time in 2.020 s. Sound: 2 s in 1.990 s.
    lines.video().report(NOW + 2_020_000, 1_180_000);
    lines.audio().report(NOW + 1_997_000, 96_005);
    assertEquals(30_000, lines.shiftMicros());
    assertEquals(30_000, lines.changeMicros());
  }
}
