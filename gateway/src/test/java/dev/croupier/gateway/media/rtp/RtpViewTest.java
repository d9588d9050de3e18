package dev.croupier.gateway.media.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.rtp.RtpView.Verdict;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RTP headers against bytes written by hand from RFC 3550 and RFC 8285. */
class RtpViewTest {
  private static final String FIXED = "80 e0 fffe fffffff0 80000001";

  private final RtpView view = new RtpView();

  @Test
  void aPlainPacketIsReadAtAnyOffset() {
    byte[] packet = hex(FIXED + "aabbcc");
    byte[] in = new byte[40];
    System.arraycopy(packet, 0, in, 17, packet.length);
    assertEquals(Verdict.OK, view.wrap(in, 17, packet.length));
    assertTrue(view.marker());
    assertEquals(96, view.payloadType());
    assertEquals(65_534, view.sequence());
    assertEquals(4_294_967_280L, view.timestamp());
    assertEquals(2_147_483_649L, view.ssrc());
    assertEquals(0, view.csrcCount());
    assertEquals(29, view.payloadOffset());
    assertEquals(3, view.payloadLength());
    assertEquals(0, view.paddingLength());
    assertEquals(-1, view.extensionOffset(1));
  }

  @Test
  void sourcesExtensionsAndPaddingAreLeftOutOfThePayload() {
    // Two CSRCs; one-byte extensions 1 (3 bytes), padding byte, 2 (1 byte); payload 2; padding 4.
    byte[] packet =
        hex(
            "b2 60 0001 00000002 00000003 00000007 fffffff9 bede 0002 12 010203 00 20 ff 00"
                + " beef 00000004");
    assertEquals(Verdict.OK, view.wrap(packet, 0, packet.length));
    assertFalse(view.marker());
    assertEquals(2, view.csrcCount());
    assertEquals(7, view.csrc(0));
    assertEquals(4_294_967_289L, view.csrc(1));
    assertEquals(25, view.extensionOffset(1));
    assertEquals(3, view.extensionLength(1));
    assertEquals(30, view.extensionOffset(2));
    assertEquals(1, view.extensionLength(2));
    assertEquals(-1, view.extensionLength(3));
    assertEquals(2, view.payloadLength());
    assertEquals(0xBEEF, Bytes.u16(packet, view.payloadOffset()));
    assertEquals(4, view.paddingLength());
  }

  @Test
  void twoByteExtensionsMayBeEmpty() {
    byte[] packet = hex("90 60 0001 00000002 00000003 1000 0002 05 00 c8 03 0a0b0c 00");
    assertEquals(Verdict.OK, view.wrap(packet, 0, packet.length));
    assertEquals(0, view.extensionLength(5));
    assertEquals(3, view.extensionLength(200));
    assertEquals(20, view.extensionOffset(200));
    assertEquals(0, view.payloadLength());
  }

  @Test
  void extensionsOfOtherProfilesAreSkipped() {
    byte[] packet = hex("90 60 0001 00000002 00000003 abcd 0001 12345678 77");
    assertEquals(Verdict.OK, view.wrap(packet, 0, packet.length));
    assertEquals(1, view.payloadLength());
    assertEquals(-1, view.extensionOffset(1));
  }

  @Test
  void idFifteenEndsOneByteExtensions() {
    byte[] packet = hex("90 60 0001 00000002 00000003 bede 0001 10 aa ff 20");
    assertEquals(Verdict.OK, view.wrap(packet, 0, packet.length));
    assertEquals(1, view.extensionLength(1));
    assertEquals(-1, view.extensionOffset(2));
    assertEquals(-1, view.extensionOffset(15));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "TOO_SHORT, 80e000010000000200000",
    "TOO_SHORT, ''",
    "BAD_VERSION, 40e00001000000020000000300",
    "BAD_CSRC, 81e00001000000020000000300",
    "BAD_EXTENSION, 90e000010000000200000003bede",
    "BAD_EXTENSION, 90e000010000000200000003bede000110aa",
    "BAD_EXTENSION, 90e000010000000200000003bede000117aabbcc",
    "BAD_EXTENSION, 90e000010000000200000003100000010104aabb",
    "BAD_EXTENSION, 90e000010000000200000003100000010100aa01",
    "BAD_PADDING, a0e00001000000020000000300",
    "BAD_PADDING, a0e00001000000020000000302",
    "BAD_PADDING, a0e000010000000200000003"
  })
  void row07_isRefusedByName(Verdict verdict, String digits) {
    byte[] packet = hex(digits.length() % 2 == 0 ? digits : digits + "0");
    assertEquals(verdict, view.wrap(packet, 0, packet.length));
  }

  @Test
  void garbageIsJudgedAndNeverThrows() {
    Random random = new Random(1);
    byte[] packet = new byte[64];
    for (int i = 0; i < 500_000; i++) {
      random.nextBytes(packet);
      packet[0] = (byte) ((packet[0] & 0x3F) | 0x80);
      int length = random.nextInt(packet.length + 1);
      if (view.wrap(packet, 0, length) == Verdict.OK) {
        assertTrue(view.payloadOffset() + view.payloadLength() + view.paddingLength() == length);
        int id = 1 + random.nextInt(15);
        int at = view.extensionOffset(id);
        assertTrue(at < 0 || at + view.extensionLength(id) <= view.payloadOffset());
      }
    }
  }

  @Test
  void aHeaderIsWrittenAsByHand() {
    RtpHeaderWriter writer = new RtpHeaderWriter(4, 3, 9, "0");
    byte[] b = new byte[64];
    Arrays.fill(b, (byte) 0x55);
    int length =
        writer.write(
            b, 2, true, 108, 0x1_FFFFL, 0x7_0000_0001L, 0xFFFF_FFFEL, 0x0102030405060708L, 0x1A0B0);
    assertEquals(writer.size(true), length);
    assertArrayEquals(
        hex("90 ec ffff 00000001 fffffffe bede 0004 41 a0b0 37 0102030405060708 90 30 0000"),
        Arrays.copyOfRange(b, 2, 2 + length));
    assertEquals(0x55, b[2 + length]);
    assertEquals(Verdict.OK, view.wrap(b, 2, length));
    assertEquals(0xA0B0, Bytes.u16(b, view.extensionOffset(4)));
  }

  @Test
  void withoutCaptureTimeItsElementIsLeftOut() {
    RtpHeaderWriter writer = new RtpHeaderWriter(4, 3, 0, "");
    byte[] b = new byte[64];
    int length = writer.write(b, 0, false, 96, 1, 2, 3, RtpHeaderWriter.NO_CAPTURE_TIME, 7);
    assertEquals(20, length);
    assertEquals(20, writer.size(false));
    assertEquals(28, writer.size(true));
    assertArrayEquals(hex("bede 0001 41 0007 00"), Arrays.copyOfRange(b, 12, 20));
    RtpHeaderWriter bare = new RtpHeaderWriter(0, 0, 0, "");
    assertEquals(12, bare.write(b, 0, false, 96, 1, 2, 3, 99, 7));
    assertArrayEquals(hex("80 60 0001 00000002 00000003"), Arrays.copyOf(b, 12));
  }

  @Test
  void paddingIsCountedInItsLastByte() {
    byte[] b = Arrays.copyOf(hex(FIXED + "aabb"), 300);
    Arrays.fill(b, 14, 300, (byte) 0x55);
    assertEquals(14 + 255, RtpHeaderWriter.pad(b, 0, 14, 255));
    assertEquals(Verdict.OK, view.wrap(b, 0, 269));
    assertEquals(2, view.payloadLength());
    assertEquals(255, view.paddingLength());
    assertEquals(0, b[15]);
    assertEquals(0x55, b[269]);
  }

  @Test
  void rtcpIsToldFromRtpByItsType() {
    assertTrue(RtpDemux.isRtcp(hex("80c80001"), 0, 4));
    assertTrue(RtpDemux.isRtcp(hex("81cd0001"), 0, 4));
    assertFalse(RtpDemux.isRtcp(hex("80600001"), 0, 4));
    assertFalse(RtpDemux.isRtcp(hex("80ec0001"), 0, 4), "marker and payload type 108");
    assertFalse(RtpDemux.isRtcp(hex("80"), 0, 1));
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }
}
