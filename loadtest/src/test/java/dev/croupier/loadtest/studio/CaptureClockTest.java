package dev.croupier.loadtest.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CaptureClockTest {
  private static final long NOW = 1_763_733_600_000_000L;
  private static final long HOUR = 3_600_000_000L;

  private final HandClock table = new HandClock(NOW);
  private final CaptureClock clock = new CaptureClock(table);

  @Test
  void itBeginsRight() {
    assertEquals(NOW, clock.nowMicros());
    table.set(NOW + HOUR);
    assertEquals(NOW + HOUR, clock.nowMicros());
    assertEquals(NOW, clock.tableMicros(NOW));
  }

  @Test
  void anOffsetIsAStepBothWays() {
    clock.offset(-3_000_000);
    assertEquals(NOW - 3_000_000, clock.nowMicros());
    clock.offset(3_000_000);
    assertEquals(NOW + 3_000_000, clock.nowMicros());
    assertEquals(NOW, clock.tableMicros(NOW + 3_000_000));
  }

  @Test
  void aDriftBeginsNowAndNeverSteps() {
    clock.offset(1_000_000);
    clock.drift(100);
    assertEquals(NOW + 1_000_000, clock.nowMicros());
    table.set(NOW + HOUR);
    assertEquals(NOW + HOUR + 1_000_000 + 360_000, clock.nowMicros());
    clock.drift(-100);
    assertEquals(NOW + HOUR + 1_360_000, clock.nowMicros());
    table.set(NOW + 2 * HOUR);
    assertEquals(NOW + 2 * HOUR + 1_000_000, clock.nowMicros());
  }

  @Test
  void anOffsetTakesWhatHadDriftedAway() {
    clock.drift(1_000);
    table.set(NOW + HOUR);
    clock.offset(0);
    assertEquals(NOW + HOUR, clock.nowMicros());
  }

  @Test
  void tableTimeIsFoundAgainToAMicrosecond() {
    clock.offset(-3_000_000);
    clock.drift(-123.4);
    for (long since = 0; since < 10 * HOUR; since += 1_234_567_891L) {
      long own = clock.ownMicros(NOW + since);
      assertTrue(Math.abs(clock.tableMicros(own) - NOW - since) <= 1, "after " + since);
    }
  }

  @Test
  void theToneIsWhereTableTimeIs() {
    clock.offset(-500_000);
    // Half a second behind: at its sample of second 10, it is 10.5 s.
    long sample = Tone.sampleAt(NOW);
    assertEquals(sample + 24_000, clock.toneSample(sample));
  }
}
