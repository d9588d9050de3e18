package dev.croupier.gateway.media.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.program.AudioLine.Placement;
import org.junit.jupiter.api.Test;

class AudioLineTest {
  private static final long MS = 1_000;
  private static final int LOUD = 120;
  private static final int QUIET = 30;
  private static final Placement ONCE = new Placement(0, 1);

  private final ProgramClock clock = new ProgramClock("p", 0, 0, 0);
  private final AudioLine line = new AudioLine(clock);

  private Placement place(long sourceRtp, long captureMicros) {
    return line.place("cam-a", sourceRtp, 960, LOUD, captureMicros);
  }

  private long play(long sourceRtp, long captureMicros) {
    Placement placement = place(sourceRtp, captureMicros);
    for (int i = 0; i < placement.silent(); i++) {
      line.take(960);
    }
    long at = -1;
    for (int i = 0; i < placement.times(); i++) {
      at = line.take(960);
    }
    return at;
  }

  @Test
  void packetsOfASourceFollowByExactSampleCountsThoughTheirCapturesJitter() {
    assertEquals(48_000, play(7_000, 1_000 * MS));
    assertEquals(48_960, play(7_960, 1_023 * MS));
    assertEquals(49_920, play(8_920, 1_031 * MS));
  }

  @Test
  void packetsOfAnyLengthFollowByTheirOwn() {
    line.place("cam-a", 0, 480, LOUD, 1_000 * MS);
    assertEquals(48_000, line.take(480));
    assertEquals(ONCE, line.place("cam-a", 480, 2_880, LOUD, 1_010 * MS));
    assertEquals(48_480, line.take(2_880));
    line.place("cam-a", 3_360, 960, LOUD, 1_070 * MS);
    assertEquals(51_360, line.take(960));
  }

  @Test
  void aHoleOfSixtyMillisecondsIsFilledWithSilence() {
    play(0, 1_000 * MS);
    assertEquals(new Placement(3, 1), place(4 * 960, 1_080 * MS));
  }

  @Test
  void aShorterHoleIsLeftToThePlayer() {
    play(0, 1_000 * MS);
    assertEquals(48_000 + 3 * 960, play(3 * 960, 1_060 * MS));
  }

  @Test
  void aPacketWhosePlaceSilenceHasTakenIsLeftOut() {
    play(0, 1_000 * MS);
    assertEquals(2, line.starved(1_160 * MS, 100 * MS));
    line.take(960);
    line.take(960);
    assertEquals(new Placement(0, 0), place(960, 1_020 * MS));
    assertEquals(new Placement(0, 0), place(2 * 960, 1_040 * MS));
    assertEquals(48_000 + 3 * 960, play(3 * 960, 1_060 * MS));
  }

  @Test
  void anotherSourceBeginsWithoutAHole() {
    play(0, 1_000 * MS);
    assertEquals(
        new Placement(2, 1), line.place("cam-b", 99_000, 960, LOUD, 1_061 * MS), "two packets");
  }

  @Test
  void anotherSourcesPacketsBehindTheLineAreLeftOut() {
    play(0, 1_000 * MS);
    play(960, 1_020 * MS);
    assertEquals(new Placement(0, 0), line.place("cam-b", 9, 960, LOUD, 1_019 * MS));
    assertEquals(ONCE, line.place("cam-b", 969, 960, LOUD, 1_039 * MS));
    assertEquals(48_000 + 2 * 960, line.take(960));
  }

  @Test
  void aSoundCardThatIsFastOrSlowIsHeldWithinTwentyMilliseconds() {
    for (double ppm : new double[] {100, -100, 300}) {
      for (boolean quietOnes : new boolean[] {true, false}) {
        AudioLine drifting = new AudioLine(clock);
        int changed = 0;
        long worst = 0;
        long before = -1;
        for (int i = 0; i < 50 * 600; i++) {
          long capture = 5_000 * MS + Math.round(i * 20_000 * (1 - ppm * 1e-6));
          boolean quiet = quietOnes && i % 50 == 0;
          Placement placement =
              drifting.place("cam-a", i * 960L, 960, quiet ? QUIET : LOUD, capture);
          assertEquals(0, placement.silent());
          if (placement.times() != 1) {
            changed++;
            assertTrue(quiet || !quietOnes, "packet " + i + " is loud");
          }
          for (int k = 0; k < placement.times(); k++) {
            long at = drifting.take(960);
            assertTrue(before < 0 || at == before + 960, "exact steps");
            before = at;
            if (k == 0) {
              worst = Math.max(worst, Math.abs(at - clock.at(Codec.OPUS, capture)));
            }
          }
        }
        assertTrue(worst <= 980, "off by " + worst + " samples at " + ppm + " ppm");
        double expected = 600 * Math.abs(ppm) * 1e-6 / 0.02;
        assertEquals(expected, changed, 1, ppm + " ppm");
      }
    }
  }

  @Test
  void withoutAnySourceSilenceFollowsNow() {
    assertEquals(0, line.starved(2_000 * MS, 120 * MS));
    assertEquals(0, line.starved(2_019 * MS, 120 * MS));
    assertEquals(1, line.starved(2_020 * MS, 120 * MS));
    assertEquals(clock.at(Codec.OPUS, 1_880 * MS), line.take(960));
    assertEquals(4, line.starved(2_100 * MS, 120 * MS));
  }

  @Test
  void afterALongPauseOfTheLoopSilenceDoesNotFlood() {
    line.starved(0, 120 * MS);
    assertEquals(1, line.starved(3_600_000 * MS, 120 * MS));
  }
}
