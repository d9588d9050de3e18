package dev.croupier.time.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NtpPacketTest {
  /** Figure 12 of RFC 5905 has no bytes; these were put together field by field. */
  private static final String REQUEST =
      "23000600" // leap 0, version 4, mode 3; stratum 0; poll 6; precision 0
          + "00010000" // root delay 1 s
          + "00008000" // root dispersion 0.5 s
          + "4c4f434c" // LOCL
          + "e0000000"
          + "80000000" // reference
          + "0000000000000000"
          + "0000000000000000"
          + "ee6b2800"
          + "00000000"; // transmit

  @Test
  void aRequestIsReadFieldByField() {
    NtpPacket packet = parsed(REQUEST);
    assertEquals(0, packet.leap());
    assertEquals(4, packet.version());
    assertEquals(3, packet.mode());
    assertEquals(6, packet.poll());
    assertEquals(1_000_000, packet.rootDelayMicros());
    assertEquals(500_000, packet.rootDispersionMicros());
    assertEquals(0x4c4f434c, packet.referenceId());
    assertEquals(0xe0000000_80000000L, packet.reference());
    assertEquals(0xee6b2800_00000000L, packet.transmit());
  }

  @Test
  void whatIsWrittenIsReadTheSame() {
    NtpPacket packet = new NtpPacket(3, 4, 4, 10, -6, -20, 1_000_000, 15, 0x7f7f0101, 1, 2, 3, -4);
    ByteBuffer bytes = ByteBuffer.allocate(48);
    packet.write(bytes);
    assertEquals("e40afaec", HexFormat.of().formatHex(bytes.array(), 0, 4));
    NtpPacket.Parse.Parsed read =
        assertInstanceOf(NtpPacket.Parse.Parsed.class, NtpPacket.parse(bytes.flip()));
    assertEquals(15, read.packet().rootDispersionMicros()); // one unit of 2^-16 s
    assertEquals(-4, read.packet().transmit());
    assertEquals(-6, read.packet().poll());
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource({
    "shorter than the header,          22,   TOO_SHORT",
    "longer than any NTP packet,       1028, TOO_LONG",
  })
  void aLengthOutOfRangeIsRejected(String name, int length, NtpPacket.Reason reason) {
    byte[] bytes = new byte[length];
    bytes[0] = 0x23;
    assertRejected(reason, ByteBuffer.wrap(bytes));
  }

  @ParameterizedTest(name = "first byte {0}: {1}")
  @CsvSource({
    "03, VERSION", // version 0
    "2b, VERSION", // version 5
    "3b, VERSION", // version 7
    "26, CONTROL", // mode 6
    "27, CONTROL", // mode 7
    "17, CONTROL", // mode 7, version 2: monlist
    "20, MODE", // reserved
    "21, MODE", // symmetric active
    "25, MODE", // broadcast
  })
  void anotherKindOfPacketIsRejected(String firstByte, NtpPacket.Reason reason) {
    assertRejected(reason, bytes(firstByte + REQUEST.substring(2)));
  }

  @ParameterizedTest(name = "trailer of {0}")
  @CsvSource({
    "a crypto-NAK,            00000000",
    "a key id and MD5,        0000000100112233445566778899aabbccddeeff",
    "a key id and SHA1,       0000000100112233445566778899aabbccddeeff00112233",
    "an extension field of 28, 0104001c000000000000000000000000000000000000000000000000",
  })
  void aWellFormedTrailerIsPassedOver(String name, String trailer) {
    assertEquals(parsed(REQUEST), parsed(REQUEST + trailer));
  }

  @ParameterizedTest(name = "trailer {0}")
  @CsvSource({
    "0000",
    "00000000000000",
    "0104000000000000000000000000000000000000000000000000000000", // length 0
    "0104000800000000000000000000000000000000000000000000000000000000", // shorter than 16
    "0104ffff00000000000000000000000000000000000000000000000000000000", // beyond the end
    "0104001d00000000000000000000000000000000000000000000000000000000", // not a multiple of 4
  })
  void aMalformedTrailerIsRejected(String trailer) {
    assertRejected(NtpPacket.Reason.EXTENSION, bytes(REQUEST + trailer));
  }

  @Test
  void noBytesMakeTheParserThrow() {
    Random random = new Random(5905);
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[random.nextInt(160)];
      random.nextBytes(bytes);
      if (bytes.length > 0 && random.nextBoolean()) {
        bytes[0] = 0x23;
      }
      assertNotNull(NtpPacket.parse(ByteBuffer.wrap(bytes)));
    }
  }

  @ParameterizedTest(name = "{0} us is {1}")
  @CsvSource({
    "0,                  83aa7e8000000000", // 1970: RFC 5905, figure 4
    "-2208988800000000,  0000000000000000", // 1900, and unknown
    "500000,             83aa7e8080000000",
    "951782400000000,    bc658a8000000000", // 29 February 2000: 3,160,771,200 s since 1900
    "2085978495999999,   ffffffffffffef3a", // the last microsecond of era 0
    "2085978496000000,   0000000000000000", // 7 February 2036: era 1 begins
  })
  void unixTimeBecomesATimestampOfItsEra(long micros, String hex) {
    assertEquals(hex, HexFormat.of().toHexDigits(NtpTimestamp.fromUnixMicros(micros)));
    assertEquals(
        micros,
        NtpTimestamp.toUnixMicros(HexFormat.fromHexDigitsToLong(hex), micros + 1_000_000_000L));
  }

  @Test
  void microsecondsSurviveBothWaysOnEitherSideOfAnEra() {
    Random random = new Random(2036);
    for (int i = 0; i < 100_000; i++) {
      long micros =
          2_085_978_496_000_000L + random.nextLong(-2_000_000_000_000L, 2_000_000_000_000L);
      long pivot = micros + random.nextLong(-1_000_000_000_000_000L, 1_000_000_000_000_000L);
      assertEquals(micros, NtpTimestamp.toUnixMicros(NtpTimestamp.fromUnixMicros(micros), pivot));
    }
  }

  private static NtpPacket parsed(String hex) {
    return assertInstanceOf(NtpPacket.Parse.Parsed.class, NtpPacket.parse(bytes(hex))).packet();
  }

  private static void assertRejected(NtpPacket.Reason reason, ByteBuffer bytes) {
    assertEquals(new NtpPacket.Parse.Rejected(reason), NtpPacket.parse(bytes));
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }
}
