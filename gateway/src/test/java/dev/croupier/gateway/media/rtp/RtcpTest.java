package dev.croupier.gateway.media.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.rtp.RtcpParser.Verdict;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** RTCP both ways against bytes written by hand from the standards; hardening row 7. */
class RtcpTest {
  private record Case(String name, String hex, List<String> heard, Consumer<RtcpWriter> write) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "sender report with a block",
            "81c8000c 00000001 e8a1b2c3d4e5f607 fffffffe 00000064 0000ffff"
                + " 80000002 40 ffffff 0001fffe 00000015 a1b2c3d4 00010000",
            List.of(
                "sr 1 e8a1b2c3d4e5f607 4294967294 100 65535",
                "block 1 2147483650 64 -1 131070 21 a1b2c3d4 65536"),
            w ->
                w.senderReport(1, 0xe8a1b2c3d4e5f607L, 4_294_967_294L, 100, 65_535)
                    .reportBlock(2_147_483_650L, 64, -1, 131_070, 21, 0xa1b2c3d4L, 65_536)),
        new Case(
            "empty receiver report and CNAME, then BYE",
            "80c90001 00000007 81ca0004 00000007 01 07 63726f7570 6572 000000 81cb0001 00000007",
            List.of("cname 7 crouper", "bye 7"),
            w -> w.receiverReport(7).cname(7, "crouper").bye(7)),
        new Case(
            "a CNAME that ends on a word still has a zero behind it",
            "81ca0003 00000007 01 02 6162 00000000",
            List.of("cname 7 ab"),
            w -> w.cname(7, "ab")),
        new Case(
            "NACK of 0, 1, 3, 8, 16",
            "81cd0003 12345678 23456789 0000 8085",
            List.of(
                "nack 591751049 0",
                "nack 591751049 1",
                "nack 591751049 3",
                "nack 591751049 8",
                "nack 591751049 16"),
            w -> w.nack(0x12345678, 0x23456789, new long[] {0, 1, 3, 8, 16}, 5)),
        new Case(
            "NACK over the wrap and beyond 16",
            "81cd0004 00000001 00000002 ffff 0001 0011 0000",
            List.of("nack 2 65535", "nack 2 0", "nack 2 17"),
            w -> w.nack(1, 2, new long[] {131_071, 131_072, 131_089}, 3)),
        new Case(
            "PLI and FIR",
            "81ce0002 00000001 00000002 84ce0004 00000001 00000000 00000002 c8000000",
            List.of("pli 2", "fir 2 200"),
            w -> w.pli(1, 2).fir(1, 2, 200)),
        new Case(
            "REMB of 522,022 bit/s",
            "8fce0006 12345678 00000000 52454d42 02 07fb93 23456789 2345678a",
            List.of("remb 305419896 522022"),
            w -> w.remb(0x12345678, 522_022, 0x23456789, 0x2345678a)),
        new Case(
            "receiver reference time and its answer",
            "80cf0004 00000001 04000002 0102030405060708"
                + " 80cf0005 00000002 05000003 00000001 03040506 00008000",
            List.of("rrtr 1 102030405060708", "dlrr 2 1 3040506 32768"),
            w ->
                w.receiverReferenceTime(1, 0x0102030405060708L)
                    .delaySinceLastRr(2, 1, 0x03040506, 32_768)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isReadAndWrittenAsByHand(Case each) {
    byte[] bytes = hex(each.hex);
    RecordingVisitor visitor = new RecordingVisitor();
    assertEquals(Verdict.OK, RtcpParser.parse(bytes, 0, bytes.length, visitor));
    assertEquals(each.heard, visitor.heard);
    byte[] out = new byte[256];
    RtcpWriter writer = new RtcpWriter().start(out, 3);
    each.write.accept(writer);
    assertArrayEquals(bytes, Arrays.copyOfRange(out, 3, 3 + writer.length()));
  }

  @Test
  void transportFeedbackIsReadAsByHand() {
    byte[] bytes = hex("afcd0006 00000001 00000002 0010 0003 000001 05 d200 04 fff8 000003");
    RecordingVisitor visitor = new RecordingVisitor();
    assertEquals(Verdict.OK, RtcpParser.parse(bytes, 0, bytes.length, visitor));
    assertEquals(
        List.of("twcc 2 16 3 64000 5", "received 16 65000", "lost 17", "received 18 63000"),
        visitor.heard);
    // A run of two received, then one bit each for 14: only the first and third came. Sequence
    // wraps.
    byte[] vectors = hex("8fcd0006 00000001 00000002 ffff 0010 ffffff ff 2002 a800 01020304");
    visitor.heard.clear();
    assertEquals(Verdict.OK, RtcpParser.parse(vectors, 0, vectors.length, visitor));
    assertEquals(
        List.of(
            "twcc 2 65535 16 -64000 255",
            "received 65535 -63750",
            "received 0 -63250",
            "received 1 -62500",
            "lost 2",
            "received 3 -61500",
            "lost 4"),
        visitor.heard.subList(0, 7));
    assertEquals(17, visitor.heard.size());
  }

  @Test
  void unknownPacketsFormatsAndBlocksAreSkipped() {
    byte[] bytes =
        hex(
            "80cc0002 00000001 61626364 8acd0002 00000001 00000002 8fce0003 00000001 00000000"
                + " 41424344 80cf0003 00000001 63000001 00000000 81ce0002 00000001 00000002");
    RecordingVisitor visitor = new RecordingVisitor();
    assertEquals(Verdict.OK, RtcpParser.parse(bytes, 0, bytes.length, visitor));
    assertEquals(List.of("pli 2"), visitor.heard);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "TOO_SHORT, ''",
    "TOO_SHORT, 80c900",
    "TOO_SHORT, 80c900010000000180",
    "BAD_VERSION, 40c9000100000001",
    "BAD_LENGTH, 80c9000200000001",
    "BAD_PADDING, a0c9000100000000",
    "BAD_PADDING, a0c9000100000005",
    "BAD_PADDING, a0c90000",
    "BAD_REPORT, 80c8000100000001",
    "BAD_REPORT, 81c9000100000001",
    "BAD_SDES, 81ca0001000000070",
    "BAD_SDES, 82ca00020000000700000000",
    "BAD_SDES, 81ca00020000000701090000",
    "BAD_BYE, 82cb000100000001",
    "BAD_BYE, 81cb00020000000104616263",
    "BAD_FEEDBACK, 81cd000100000001",
    "BAD_FEEDBACK, 81cd00020000000100000002",
    "BAD_FEEDBACK, 81ce000100000001",
    "BAD_FEEDBACK, 84ce0003000000010000000000000002",
    "BAD_REMB, 8fce000300000001000000005245 4d42",
    "BAD_REMB, 8fce00040000000100000000 52454d42 0100 0001",
    "BAD_TRANSPORT_FEEDBACK, 8fcd00020000000100000002",
    "BAD_TRANSPORT_FEEDBACK, 8fcd0004000000010000000200100000 00000100",
    "BAD_TRANSPORT_FEEDBACK, 8fcd0004000000010000000200100003 00000100",
    "BAD_TRANSPORT_FEEDBACK, 8fcd0005000000010000000200100008 00000100 2008 0000",
    "BAD_TRANSPORT_FEEDBACK, 8fcd0005000000010000000200100003 00000100 0000 0000",
    "BAD_TRANSPORT_FEEDBACK, 8fcd0005000000010000000200100001 00000100 6001 0000",
    "BAD_XR, 80cf0000",
    "BAD_XR, 80cf0002 00000001 04000002",
    "BAD_XR, 80cf0003 00000001 04000001 00000000",
    "BAD_XR, 80cf0004 00000001 05000002 0000000000000000"
  })
  void row07_isRefusedByNameAndNothingOfItIsHeard(Verdict verdict, String digits) {
    String packed = digits.replace(" ", "");
    byte[] bad = hex(packed.length() % 2 == 0 ? packed : packed + "1");
    byte[] pli = hex("81ce0002 00000001 00000002");
    byte[] both = Arrays.copyOf(pli, pli.length + bad.length);
    System.arraycopy(bad, 0, both, pli.length, bad.length);
    RecordingVisitor visitor = new RecordingVisitor();
    assertEquals(verdict, RtcpParser.parse(bad, 0, bad.length, visitor));
    if (bad.length > 0) {
      assertEquals(verdict, RtcpParser.parse(both, 0, both.length, visitor));
    }
    assertEquals(List.of(), visitor.heard);
  }

  @Test
  void remBeyondALongIsTheLargestLong() {
    byte[] bytes = hex("8fce0004 00000001 00000000 52454d42 00 ffffff");
    RecordingVisitor visitor = new RecordingVisitor();
    assertEquals(Verdict.OK, RtcpParser.parse(bytes, 0, bytes.length, visitor));
    assertEquals(List.of("remb 1 " + Long.MAX_VALUE), visitor.heard);
  }

  @ParameterizedTest
  @MethodSource("rates")
  void rembKeepsEighteenBits(long rate) {
    byte[] out = new byte[64];
    RtcpWriter writer = new RtcpWriter().start(out, 0).remb(1, rate);
    RecordingVisitor visitor = new RecordingVisitor();
    RtcpParser.parse(out, 0, writer.length(), visitor);
    long heard = Long.parseLong(visitor.heard.getFirst().split(" ")[2]);
    assertTrue(heard <= rate && rate - heard <= rate >> 17, rate + " became " + heard);
  }

  static Stream<Arguments> rates() {
    return Stream.of(0L, 1L, 262_143L, 262_144L, 262_145L, 2_500_000L, 10_000_000_000L)
        .map(Arguments::of);
  }

  @Test
  void garbageNeverThrows() {
    Random random = new Random(9);
    byte[] all = hex(String.join("", cases().map(Case::hex).toList()));
    for (int i = 0; i < 300_000; i++) {
      byte[] bytes = all.clone();
      for (int edits = random.nextInt(8); edits >= 0; edits--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      RtcpParser.parse(bytes, 0, random.nextInt(bytes.length + 1), new RtcpVisitor() {});
    }
    byte[] feedback = new byte[64];
    for (int i = 0; i < 500_000; i++) {
      random.nextBytes(feedback);
      feedback[0] = (byte) 0x8F;
      feedback[1] = (byte) 205;
      feedback[2] = 0;
      feedback[3] = 15;
      RtcpParser.parse(feedback, 0, 64, new RtcpVisitor() {});
    }
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }
}
