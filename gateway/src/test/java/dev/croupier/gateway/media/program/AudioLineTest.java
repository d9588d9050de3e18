package dev.croupier.gateway.media.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.croupier.gateway.media.codec.Codec;
import org.junit.jupiter.api.Test;

class AudioLineTest {
  private static final long MS = 1_000;
  private final ProgramClock clock = new ProgramClock("p", 0, 0, 0);
  private final AudioLine line = new AudioLine(clock, 120 * MS);

  @Test
  void packetsOfASourceFollowByExactSampleCountsThoughTheirCapturesJitter() {
    assertEquals(0, line.place(1_000 * MS));
    assertEquals(48_000, line.take());
    assertEquals(0, line.place(1_023 * MS));
    assertEquals(48_960, line.take());
    assertEquals(0, line.place(1_031 * MS));
    assertEquals(49_920, line.take());
  }

  @Test
  void aPacketThatFallsBackByMoreThanAPacketIsLeftOut() {
    line.place(1_000 * MS);
    line.take();
    line.take();
    line.take();
    assertEquals(-1, line.place(1_020 * MS));
    assertEquals(0, line.place(1_041 * MS));
  }

  @Test
  void aHoleOfSixtyMillisecondsIsFilledWithSilence() {
    line.place(1_000 * MS);
    line.take();
    assertEquals(4, line.place(1_100 * MS));
  }

  @Test
  void aShorterHoleIsLeftToThePlayer() {
    line.place(1_000 * MS);
    line.take();
    assertEquals(0, line.place(1_061 * MS));
    assertEquals(48_000 + 3 * 960, line.take());
  }

  @Test
  void withoutAnySourceSilenceFollowsNow() {
    assertEquals(0, line.starved(2_000 * MS));
    assertEquals(0, line.starved(2_019 * MS));
    assertEquals(1, line.starved(2_020 * MS));
    assertEquals(clock.at(Codec.OPUS, 1_880 * MS), line.take());
    assertEquals(4, line.starved(2_100 * MS));
  }

  @Test
  void afterALongPauseOfTheLoopSilenceDoesNotFlood() {
    line.starved(0);
    assertEquals(1, line.starved(3_600_000 * MS));
  }
}
