package dev.croupier.gateway.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Report blocks against RFC 3550's formulas. */
class ReceiverStatisticsTest {
  private final ReceiverStatistics statistics = new ReceiverStatistics(90_000);

  @Test
  void lossIsCountedPerIntervalAndInAllOverTheWrap() {
    for (int i = 0; i < 100; i++) {
      int sequence = 65_500 + i & 0xFFFF;
      if (i % 4 != 3) {
        statistics.packet(sequence, i * 3_000L, i * 33_333L);
      }
    }
    // 65,500 .. 65,598 (62 after one cycle): 99 expected, 75 came.
    assertEquals("block 9 5 62 24 65598 0 0 0", report(3_300_000));
    for (int i = 100; i < 200; i++) {
      statistics.packet(65_500 + i & 0xFFFF, i * 3_000L, i * 33_333L);
    }
    // 101 expected in this interval (the 99th is the last one lost), 100 came: 1 / 101 of 256.
    assertEquals("block 9 5 2 25 65699 0 0 0", report(6_600_000));
    assertEquals(175, statistics.received());
  }

  @Test
  void duplicatesMakeLossNegativeAndFractionZero() {
    for (int i = 0; i < 10; i++) {
      statistics.packet(i, 0, 0);
      statistics.packet(i, 0, 0);
    }
    assertEquals("block 9 5 0 -10 9 0 0 0", report(1));
  }

  @Test
  void theLastSenderReportIsEchoedWithItsAge() {
    statistics.packet(1, 0, 0);
    statistics.senderReport(0x0000_1234_5678_0000L, 1_000_000);
    assertEquals("block 9 5 0 0 1 0 12345678 32768", report(1_500_000));
  }

  @Test
  void jitterFollowsTheStandardsFilter() {
    Random random = new Random(4);
    double expected = 0;
    double lastTransit = 0;
    for (int i = 0; i < 2_000; i++) {
      long rtpTime = 0xFFFF_F000L + i * 3_000L;
      long arrival = 1_700_000_000_000_000L + i * 33_333L + random.nextInt(10_000);
      statistics.packet(i & 0xFFFF, rtpTime, arrival);
      double transit = (arrival - 1_700_000_000_000_000L) * 0.09 - i * 3_000.0;
      if (i > 0) {
        expected += (Math.abs(transit - lastTransit) - expected) / 16;
      }
      lastTransit = transit;
    }
    assertEquals(expected, (double) statistics.jitter(), 2.0);
  }

  @Test
  void aFarJumpIsBelievedOnlyWhenConfirmed() {
    statistics.packet(100, 0, 0);
    assertFalse(statistics.packet(40_000, 0, 0));
    assertTrue(statistics.packet(101, 0, 0));
    assertEquals(0, statistics.cumulativeLost());
    assertFalse(statistics.packet(40_000, 0, 0));
    assertTrue(statistics.packet(40_001, 0, 0));
    assertEquals(40_001, statistics.highestExtended());
    assertEquals(1, statistics.received());
  }

  private String report(long nowMicros) {
    byte[] b = new byte[64];
    RtcpWriter writer = new RtcpWriter().start(b, 0).receiverReport(9);
    statistics.report(writer, 5, nowMicros);
    RecordingVisitor visitor = new RecordingVisitor();
    assertEquals(RtcpParser.Verdict.OK, RtcpParser.parse(b, 0, writer.length(), visitor));
    List<String> heard = visitor.heard;
    assertEquals(1, heard.size());
    return heard.getFirst();
  }
}
