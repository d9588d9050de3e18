package dev.croupier.gateway.media.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NAL units behind start codes become length-prefixed ones. */
final class AnnexBTest {
  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource(
      nullValues = "none",
      value = {
        // Both forms of the start code, and zeros behind a NAL unit (trailing_zero_8bits).
        "00000001 65AA, 00000002 65AA",
        "000001 65AA, 00000002 65AA",
        "000001 65AA 000001 41BB, 00000002 65AA 00000002 41BB",
        "000001 65AA 00000001 41BB, 00000002 65AA 00000002 41BB",
        "000001 65AA 000000000001 41BB 0000, 00000002 65AA 00000002 41BB",
        // What stands before the first start code belongs to nothing.
        "FFFF 000001 65AA, 00000002 65AA",
        // Emulation prevention is the NAL unit's own and stays.
        "000001 65 000003 01, 00000005 65 000003 01",
        // Access unit delimiters (9) and filler (12) are left out, wherever they stand.
        "000001 09F0 000001 65AA, 00000002 65AA",
        "000001 65AA 000001 0CFFFF80, 00000002 65AA",
        "000001 09F0 000001 0CFF80, none",
        // No start code, an unfinished one, one with nothing behind.
        "65AABB, none",
        "0000, none",
        "000001, none",
        "00000001 000001, none",
        "000001 0000 000001 65AA, 00000002 65AA",
      })
  void eachNalUnitStandsBehindItsLength(String annexB, String expected) {
    assertArrayEquals(
        expected == null ? new byte[0] : H264Streams.hex(expected),
        AnnexB.toLengthPrefixed(H264Streams.hex(annexB)));
  }

  @Test
  void nothingBecomesNothing() {
    assertEquals(0, AnnexB.toLengthPrefixed(new byte[0]).length);
  }

  @Test
  void aRealStreamKeepsEveryNalUnitButDelimiters() {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    List<byte[]> nals = H264Streams.nals(H264Streams.BASELINE);
    for (byte[] nal : nals) {
      stream.writeBytes(H264Streams.hex("00000001 0910 000001"));
      stream.writeBytes(nal);
      expected.writeBytes(new byte[] {0, 0, (byte) (nal.length >> 8), (byte) nal.length});
      expected.writeBytes(nal);
    }
    assertArrayEquals(expected.toByteArray(), AnnexB.toLengthPrefixed(stream.toByteArray()));
  }
}
