package dev.croupier.loadtest.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** A buffer of parts of 200 ms; times in microseconds. */
final class HlsPlaybackTest {
  private static final long PART = 200_000;
  private static final long DATE = 1_767_323_045_000_000L;

  @Test
  void mediaThatComeInTimeNeverStall() {
    HlsPlayback playback = new HlsPlayback(1);
    playback.append(0, 0, 3 * PART, DATE);
    playback.caughtUp(0, 0);
    for (int i = 1; i <= 50; i++) {
      playback.append(0, i * PART, PART, DATE + (2 + i) * PART);
    }
    assertEquals(new HlsPlayback.Counts(0, 0, 50 * PART), playback.counts(50 * PART));
    // What is shown was first written down 600 ms before it was handed out.
    assertEquals(-DATE, playback.latencyMicros(50 * PART), "shown at once, dated DATE + as played");
  }

  @Test
  void aStallLastsFromAnEmptyBufferToTheNextArrival() {
    HlsPlayback playback = new HlsPlayback(1);
    playback.append(0, 0, 3 * PART, HlsMedia.NO_TIME);
    playback.caughtUp(0, 0);
    assertEquals(1, playback.counts(900_000).stalls());
    assertEquals(300_000, playback.counts(900_000).stalledMicros(), "it lasts");
    playback.append(0, 1_000_000, PART, HlsMedia.NO_TIME);
    assertEquals(new HlsPlayback.Counts(1, 400_000, 600_000), playback.counts(1_000_000));
    assertEquals(new HlsPlayback.Counts(1, 400_000, 700_000), playback.counts(1_100_000));
    assertEquals(
        new HlsPlayback.Counts(2, 500_000, 800_000), playback.counts(1_300_000), "and again");
  }

  @Test
  void aStallMakesWhatIsShownOlder() {
    HlsPlayback playback = new HlsPlayback(1);
    playback.append(0, DATE + 3 * PART, 3 * PART, DATE);
    playback.caughtUp(0, DATE + 3 * PART);
    assertEquals(600_000, playback.latencyMicros(DATE + 3 * PART));
    playback.append(0, DATE + 10 * PART, PART, DATE + 3 * PART);
    assertEquals(600_000 + 800_000, playback.latencyMicros(DATE + 10 * PART));
  }

  @Test
  void pictureWithoutSoundStandsStill() {
    HlsPlayback playback = new HlsPlayback(2);
    playback.append(0, 0, 5 * PART, HlsMedia.NO_TIME);
    playback.caughtUp(0, 0);
    assertEquals(0, playback.counts(2_000_000).stalls(), "it has not begun");
    playback.append(1, 2_000_000, PART, HlsMedia.NO_TIME);
    playback.caughtUp(1, 2_000_000);
    assertEquals(new HlsPlayback.Counts(1, 100_000, 200_000), playback.counts(2_300_000));
  }

  @Test
  void soundThatBeginsEarlierCountsFromWhereThePictureBegins() {
    HlsPlayback playback = new HlsPlayback(2);
    playback.append(1, 0, 3 * PART, DATE - PART);
    playback.append(0, 0, 3 * PART, DATE);
    playback.caughtUp(0, 0);
    playback.caughtUp(1, 0);
    assertEquals(new HlsPlayback.Counts(1, 100_000, 400_000), playback.counts(500_000));
  }

  @Test
  void aBufferThatNobodyWatchesAnyMoreDoesNotStall() {
    HlsPlayback playback = new HlsPlayback(1);
    playback.append(0, 0, PART, HlsMedia.NO_TIME);
    playback.caughtUp(0, 0);
    playback.end(500_000);
    assertEquals(new HlsPlayback.Counts(1, 300_000, 200_000), playback.counts(9_000_000));
  }

  @Test
  void timersThatAreAHairLateAreNoStallButTheyAddUp() {
    HlsPlayback playback = new HlsPlayback(1);
    playback.append(0, 0, PART, HlsMedia.NO_TIME);
    playback.caughtUp(0, 0);
    playback.append(0, 200_900, PART, HlsMedia.NO_TIME);
    assertEquals(0, playback.counts(200_900).stalls());
    for (long now = 400_100; now <= 402_000; now += 100) {
      playback.counts(now);
    }
    assertEquals(1, playback.counts(402_000).stalls());
  }
}
