package dev.croupier.gateway.media.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Retransmissions by RFC 4588 section 4, by hand. */
class RtxTest {
  private static final byte[] ORIGINAL =
      HexFormat.of()
          .parseHex("90ec" + "fffe" + "00000064" + "00000001" + "bede0001410007" + "00" + "aabbcc");
  private static final byte[] RETRANSMISSION =
      HexFormat.of()
          .parseHex(
              "90ed"
                  + "0007"
                  + "00000064"
                  + "00000002"
                  + "bede0001410007"
                  + "00"
                  + "fffe"
                  + "aabbcc");

  private final RtpView view = new RtpView();

  @Test
  void aPacketIsWrappedBehindItsOriginalSequence() {
    view.wrap(ORIGINAL, 0, ORIGINAL.length);
    byte[] out = new byte[64];
    int length = Rtx.wrap(view, out, 1, 2, 109, 65_536 + 7);
    assertArrayEquals(RETRANSMISSION, Arrays.copyOfRange(out, 1, 1 + length));
  }

  @Test
  void aRetransmissionBecomesTheOriginalInPlace() {
    byte[] b = RETRANSMISSION.clone();
    view.wrap(b, 0, b.length);
    assertTrue(Rtx.unwrapInPlace(view, 1, 108));
    assertArrayEquals(ORIGINAL, Arrays.copyOfRange(b, 2, b.length));
  }

  @Test
  void paddingOfAPaddedOriginalDoesNotTravel() {
    byte[] padded = Arrays.copyOf(ORIGINAL, ORIGINAL.length + 4);
    RtpHeaderWriter.pad(padded, 0, ORIGINAL.length, 4);
    view.wrap(padded, 0, padded.length);
    byte[] out = new byte[64];
    int length = Rtx.wrap(view, out, 0, 2, 109, 7);
    assertArrayEquals(RETRANSMISSION, Arrays.copyOf(out, length));
  }

  @Test
  void probesWithNothingButPaddingAreNoRetransmissions() {
    byte[] probe = new byte[32];
    int header = new RtpHeaderWriter(0, 0, 0, "").write(probe, 0, false, 109, 1, 1, 2, 0, 0);
    int length = RtpHeaderWriter.pad(probe, 0, header, 20);
    assertEquals(RtpView.Verdict.OK, view.wrap(probe, 0, length));
    assertFalse(Rtx.unwrapInPlace(view, 1, 108));
  }
}
