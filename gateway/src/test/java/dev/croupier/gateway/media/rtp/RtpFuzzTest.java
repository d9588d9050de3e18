package dev.croupier.gateway.media.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** RTP headers from anybody: nothing outside the packet is ever pointed at. */
final class RtpFuzzTest {
  private static final int MAX_EXTENSION_ID = 255;

  @FuzzTest
  @MethodSource("packets")
  void whatIsAcceptedLiesInsideThePacket(byte[] packet) {
    RtpView view = new RtpView();
    if (view.wrap(packet, 0, packet.length) != RtpView.Verdict.OK) {
      return;
    }
    assertTrue(view.payloadOffset() >= RtpView.FIXED_HEADER);
    assertTrue(view.payloadLength() >= 0 && view.paddingLength() >= 0);
    assertEquals(packet.length, view.payloadOffset() + view.payloadLength() + view.paddingLength());
    for (int id = 1; id <= MAX_EXTENSION_ID; id++) {
      int length = view.extensionLength(id);
      if (length > 0) {
        int at = view.extensionOffset(id);
        assertTrue(at >= RtpView.FIXED_HEADER && at + length <= view.payloadOffset());
      }
    }
    for (int i = 0; i < view.csrcCount(); i++) {
      assertTrue(view.csrc(i) >= 0 && view.csrc(i) <= 0xFFFF_FFFFL);
    }
  }

  /** The place of a packet in its buffer changes nothing. */
  @FuzzTest
  @MethodSource("packets")
  void anOffsetChangesNothing(byte[] packet) {
    RtpView plain = new RtpView();
    RtpView.Verdict verdict = plain.wrap(packet, 0, packet.length);
    byte[] moved = new byte[packet.length + 7];
    Arrays.fill(moved, (byte) 0xFF);
    System.arraycopy(packet, 0, moved, 3, packet.length);
    RtpView shifted = new RtpView();
    assertEquals(verdict, shifted.wrap(moved, 3, packet.length));
    if (verdict == RtpView.Verdict.OK) {
      assertEquals(plain.payloadOffset() + 3, shifted.payloadOffset());
      assertEquals(plain.payloadLength(), shifted.payloadLength());
      assertEquals(plain.timestamp(), shifted.timestamp());
      assertEquals(plain.ssrc(), shifted.ssrc());
    }
  }

  /** A retransmission made of a packet gives that packet back (RFC 4588 section 4). */
  @FuzzTest
  @MethodSource("packets")
  void aRetransmissionGivesThePacketBack(byte[] packet) {
    RtpView view = new RtpView();
    if (view.wrap(packet, 0, packet.length) != RtpView.Verdict.OK) {
      return;
    }
    byte[] payload =
        Arrays.copyOfRange(
            packet, view.payloadOffset(), view.payloadOffset() + view.payloadLength());
    int sequence = view.sequence();
    int header = view.payloadOffset();
    byte[] rtx = new byte[packet.length + Rtx.OSN_BYTES];
    System.arraycopy(packet, 0, rtx, 0, header);
    rtx[header] = (byte) (sequence >> 8);
    rtx[header + 1] = (byte) sequence;
    System.arraycopy(packet, header, rtx, header + Rtx.OSN_BYTES, packet.length - header);
    RtpView again = new RtpView();
    assertEquals(RtpView.Verdict.OK, again.wrap(rtx, 0, rtx.length));
    if (!Rtx.unwrapInPlace(again, 77, 96)) {
      return;
    }
    RtpView inner = new RtpView();
    assertEquals(RtpView.Verdict.OK, inner.wrap(rtx, Rtx.OSN_BYTES, rtx.length - Rtx.OSN_BYTES));
    assertEquals(sequence, inner.sequence());
    assertEquals(77, inner.ssrc());
    assertEquals(96, inner.payloadType());
    assertArrayEquals(
        payload,
        Arrays.copyOfRange(
            rtx, inner.payloadOffset(), inner.payloadOffset() + inner.payloadLength()));
  }

  /** A packet of each shape: plain, one-byte and two-byte extensions, CSRCs, padding. */
  static Stream<byte[]> packets() {
    return Stream.of(
            "8060fffe000000010000abcd68656c6c6f",
            "90e0ffff00000bb80000abcdbede0003210001" + "37e4b0aa1122334455410030005c8104ff",
            "9060000100000bb80000abcd1000000201020a0b0302ffee00000000",
            "826000020000177000000001000000020000000368690000",
            "a0600003ffffffff0000abcd010203040506070800000004",
            "80600004",
            "b1e0000500000000000000010000000abede00011055aa0077777702")
        .map(HexFormat.of()::parseHex);
  }
}
