package dev.croupier.gateway.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** RTCP from anybody: read to its end or refused, and never more told than it can hold. */
final class RtcpFuzzTest {
  /** A bit mask of a NACK names 16 packets in 2 bytes; a run of a feedback 8,191 in 2. */
  private static final int MOST_TOLD_PER_BYTE = 4_096;

  @FuzzTest
  @MethodSource("packets")
  void whatIsToldIsBoundedByWhatCame(byte[] packet) {
    RecordingVisitor visitor = new RecordingVisitor();
    assertNotNull(RtcpParser.parse(packet, 0, packet.length, visitor));
    assertTrue(visitor.heard.size() <= packet.length * MOST_TOLD_PER_BYTE);
  }

  @FuzzTest
  @MethodSource("packets")
  void anOffsetChangesNothing(byte[] packet) {
    RecordingVisitor plain = new RecordingVisitor();
    RtcpParser.Verdict verdict = RtcpParser.parse(packet, 0, packet.length, plain);
    byte[] moved = new byte[packet.length + 9];
    Arrays.fill(moved, (byte) 0xFF);
    System.arraycopy(packet, 0, moved, 5, packet.length);
    RecordingVisitor shifted = new RecordingVisitor();
    assertEquals(verdict, RtcpParser.parse(moved, 5, packet.length, shifted));
    assertEquals(plain.heard, shifted.heard);
  }

  /** A packet of each sort, alone and compound. */
  static Stream<byte[]> packets() {
    return Stream.of(
            // Sender report with a block, SDES with a CNAME.
            "81c8000c0000abcde4b0aa110000000000000bb80000000a00000400"
                + "0000123401000002000100030000000411223344000000ff"
                + "81ca00030000abcd0104746573740000",
            // Receiver report; NACK of 5 and of every second behind it.
            "80c90001000000012000000081cd0003000000010000abcd00055555",
            "81cd0003000000010000abcd00055555",
            // PLI, FIR, REMB.
            "81ce0002000000010000abcd",
            "84ce000400000001000000000000abcd01000000",
            "8fce0005000000010000000052454d4201056c4b0000abcd",
            // Transport-wide feedback: a run of two, then a vector.
            "8fcd0006000000010000abcd00010009000001002002d55504080c10",
            // Extended report: reference time, and its answer.
            "80cf0004000000010400000211223344556677880000",
            "80cf0005000000010500000300000002aabbccdd00000010",
            // BYE with a reason.
            "81cb00020000abcd03627965")
        .map(HexFormat.of()::parseHex);
  }
}
