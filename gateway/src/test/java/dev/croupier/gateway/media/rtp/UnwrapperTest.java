package dev.croupier.gateway.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines over every wrap point: 16 bits of sequence, 32 bits of timestamp. */
class UnwrapperTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 32_767, 32_768, 65_534, 65_535})
  void sequencesGoOnOverTheWrapFromAnyStart(long start) {
    SequenceUnwrapper unwrapper = new SequenceUnwrapper();
    long first = unwrapper.unwrap((int) start);
    assertEquals(65_536 + start, first);
    for (long i = 1; i < 200_000; i++) {
      assertEquals(first + i, unwrapper.unwrap((int) (start + i & 0xFFFF)));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFF0L, 0xFFFF_FFFFL})
  void timestampsGoOnOverTheWrapFromAnyStart(long start) {
    TimestampUnwrapper unwrapper = new TimestampUnwrapper();
    long first = unwrapper.unwrap(start);
    assertEquals(0x1_0000_0000L + start, first);
    for (long i = 1; i < 10; i++) {
      assertEquals(first + i * 900_000_000L, unwrapper.unwrap(start + i * 900_000_000L));
    }
  }

  @Test
  void reorderedPacketsKeepTheirPlace() {
    Random random = new Random(5);
    SequenceUnwrapper sequences = new SequenceUnwrapper();
    TimestampUnwrapper times = new TimestampUnwrapper();
    long line = 65_536 + 65_500;
    sequences.unwrap((int) line & 0xFFFF);
    times.unwrap(0xFFFF_FF00L);
    long time = 0x1_FFFF_FF00L;
    for (int i = 0; i < 100_000; i++) {
      line += random.nextInt(200) - 80;
      time += random.nextInt(900_000) - 300_000;
      assertEquals(line, sequences.unwrap((int) (line & 0xFFFF)));
      assertEquals(time, times.unwrap(time & 0xFFFF_FFFFL));
    }
  }

  @Test
  void packetsReorderedBeforeTheFirstAreNotNegative() {
    SequenceUnwrapper unwrapper = new SequenceUnwrapper();
    unwrapper.unwrap(0);
    assertEquals(65_535, unwrapper.unwrap(65_535));
    unwrapper.reset();
    assertEquals(65_536 + 9, unwrapper.unwrap(9));
  }

  @Test
  void ntpAndTableTimeGoBackAndForth() {
    // RFC 868: 2,208,988,800 is 1970-01-01; half a second is 2^31.
    assertEquals(2_208_988_800L << 32, NtpTime.fromMicros(0));
    assertEquals(2_208_988_801L << 32 | 0x8000_0000L, NtpTime.fromMicros(1_500_000));
    assertEquals(1_500_000, NtpTime.toMicros(2_208_988_801L << 32 | 0x8000_0000L));
    Random random = new Random(2);
    for (int i = 0; i < 100_000; i++) {
      long micros = random.nextLong(4_000_000_000_000_000L);
      assertEquals(micros, NtpTime.toMicros(NtpTime.fromMicros(micros)));
    }
    long in2040 = 2_208_988_800_000_000L;
    assertEquals(in2040, NtpTime.toMicros(NtpTime.fromMicros(in2040)), "beyond the era of 1900");
  }

  @Test
  void theRoundTripIsThatOfTheStandardsExample() {
    // RFC 3550 section 6.4.1: A = 0xb710:8000 (46864.500 s), DLSR 5.25 s, LSR 0xb705:2000: 6.125 s.
    long now = NtpTime.toMicros(0xb44d_b710_8000_0000L);
    assertEquals(0xb710_8000L, NtpTime.middle(NtpTime.fromMicros(now)));
    assertEquals(6_125_000, NtpTime.roundTripMicros(now, 0xb705_2000L, 0x0005_4000L));
    assertEquals(-1, NtpTime.roundTripMicros(now, 0, 0));
    assertEquals(-1, NtpTime.roundTripMicros(now, 0xb710_9000L, 0));
    assertEquals(0x0005_4000L, NtpTime.microsToUnits(5_250_000));
  }
}
