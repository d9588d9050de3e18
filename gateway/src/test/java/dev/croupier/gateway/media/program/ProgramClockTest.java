package dev.croupier.gateway.media.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.croupier.gateway.media.codec.Codec;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProgramClockTest {
  private static final long EPOCH = 1_790_000_000_000_000L;
  private final ProgramClock clock = new ProgramClock("p1", EPOCH, 0xFFFF_FF00L, 1_000);

  @Test
  void aSecondOfTableTimeIsTheTracksClockRate() {
    assertEquals(0xFFFF_FF00L + 90_000, clock.at(Codec.H264, EPOCH + 1_000_000));
    assertEquals(1_000 + 48_000, clock.at(Codec.OPUS, EPOCH + 1_000_000));
  }

  @Test
  void aYearLaterItIsStillExact() {
    long year = 366L * 86_400 * 1_000_000;
    assertEquals(0xFFFF_FF00L + year / 100 * 9, clock.at(Codec.H264, EPOCH + year));
  }

  @Test
  void goesBackToTheSameMomentWithinOneTick() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 10_000; i++) {
      long t = EPOCH + random.nextLong(-1_000_000_000L, 100_000_000_000L);
      long back = clock.tableMicros(Codec.H264, clock.at(Codec.H264, t));
      long error = t - back;
      assertEquals(0, error / 12, "error " + error + " µs at " + t);
    }
  }
}
