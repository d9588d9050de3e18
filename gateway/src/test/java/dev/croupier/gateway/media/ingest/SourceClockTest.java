package dev.croupier.gateway.media.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.Codec;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SourceClockTest {
  private static final long MS = 1_000;
  private static final long START = 1_790_000_000_000_000L;

  @Test
  void aReportingSourceOnTableTimeIsBelievedAsItIs() {
    SourceClock clock = new SourceClock();
    clock.onSenderReport(Codec.H264, 9_000, START);
    assertEquals(START + 40 * MS, clock.captureMicros(Codec.H264, 9_000 + 3_600, START + 55 * MS));
  }

  @Test
  void aSourceThreeSecondsOffIsMappedByTheFastestTransitOfBothTracks() {
    SourceClock clock = new SourceClock();
    long off = 3_000 * MS;
    clock.onSenderReport(Codec.H264, 0, START + off);
    clock.onSenderReport(Codec.OPUS, 0, START + off);
    SplittableRandom random = new SplittableRandom(3);
    long video = 0;
    long audio = 0;
    long t = START;
    for (int i = 0; i < 500; i++) {
      t = START + i * 20 * MS;
      long jitter = random.nextLong(20 * MS);
      audio = clock.captureMicros(Codec.OPUS, i * 960L, t + 5 * MS + jitter);
      video = clock.captureMicros(Codec.H264, i * 1_800L, t + 30 * MS + jitter);
    }
    assertEquals(0, video - audio, 100, "lips in sync by the source's own reports");
    assertEquals(t + 5 * MS, audio, 2 * MS, "late by the fastest transit, which nobody can know");
  }

  @Test
  void withoutReportsTheEnvelopeServes() {
    SourceClock clock = new SourceClock();
    SplittableRandom random = new SplittableRandom(5);
    long capture = 0;
    long t = START;
    for (int i = 0; i < 300; i++) {
      t = START + i * 33_333L;
      long jitter = i % 10 == 0 ? 0 : random.nextLong(15 * MS);
      capture = clock.captureMicros(Codec.H264, 77_777 + i * 3_000L, t + 8 * MS + jitter);
    }
    assertEquals(SourceClock.Quality.ENVELOPE, clock.quality(Codec.H264));
    assertEquals(t + 8 * MS, capture, 1 * MS);
  }

  @Test
  void aDriftingSourceIsFollowedWithoutAStep() {
    SourceClock clock = new SourceClock();
    double drift = 1 + 100e-6;
    long last = Long.MIN_VALUE;
    long worstStep = 0;
    long t = START;
    long capture = 0;
    for (int i = 0; i < 60 * 30; i++) {
      t = START + i * 33_333L;
      long rtp = (long) ((t - START) * drift * 9 / 100);
      if (i % 30 == 0) {
        clock.onSenderReport(Codec.H264, rtp, START + (long) ((t - START) * drift));
      }
      capture = clock.captureMicros(Codec.H264, rtp, t + 10 * MS);
      if (last != Long.MIN_VALUE) {
        worstStep = Math.max(worstStep, Math.abs(capture - last - 33_333));
      }
      last = capture;
    }
    assertTrue(worstStep <= 25, "steps of " + worstStep + " µs");
    assertEquals(t, capture, 15 * MS);
  }

  @Test
  void aCaptureIsNeverAfterItsArrival() {
    SourceClock clock = new SourceClock();
    clock.onSenderReport(Codec.H264, 0, START + 900);
    assertTrue(clock.captureMicros(Codec.H264, 0, START) <= START);
  }
}
