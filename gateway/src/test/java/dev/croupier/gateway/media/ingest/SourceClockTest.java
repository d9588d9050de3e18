package dev.croupier.gateway.media.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.ingest.SourceClock.Quality;
import dev.croupier.gateway.media.rtp.NtpTime;
import dev.croupier.gateway.media.rtp.TimestampUnwrapper;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Simulated publishers whose true capture times are known. */
class SourceClockTest {
  private static final long MS = 1_000;
  private static final long SECOND = 1_000_000;
  private static final long START = 1_790_000_000_000_000L;

  /** A camera of 30 fps with a clock, a way to us, and the truth. */
  private static final class Camera {
    private final SplittableRandom random;
    private final SourceClock clock;
    private final TimestampUnwrapper wrapped = new TimestampUnwrapper();
    private long start = START;
    private double ppm;
    private long ntpOffset;
    private long floor = 5 * MS;
    private long jitter;
    private long reportEvery = SECOND;
    private long rtpBase = 12_345;
    private int index;
    private long lastArrival;
    private long lastCapture = Long.MIN_VALUE;
    private long lastLine;
    private long worstError;
    private double worstSlew;

    private Camera(long seed, SourceClock clock) {
      this.random = new SplittableRandom(seed);
      this.clock = clock;
    }

    private long rtp(long tableMicros) {
      return rtpBase + Math.round((tableMicros - start) * (1 + ppm * 1e-6) * 0.09);
    }

    private long ntp(long tableMicros) {
      return tableMicros + Math.round((tableMicros - start) * ppm * 1e-6) + ntpOffset;
    }

    private void report(long tableMicros, long lie) {
      long ntp = NtpTime.toMicros(NtpTime.fromMicros(ntp(tableMicros) + lie));
      clock.onSenderReport(Codec.H264, nearest(rtp(tableMicros)), ntp);
    }

    /** As the packets' own: unwrapped from the low 32 bits. */
    private long nearest(long rtp) {
      TimestampUnwrapper copy = new TimestampUnwrapper();
      long first = copy.unwrap(rtpBase & 0xFFFF_FFFFL);
      return first + (rtp - rtpBase);
    }

    /** Runs for a time, and holds every capture against the truth and the bound. */
    private Camera run(long micros) {
      return run(micros, true);
    }

    private Camera run(long micros, boolean reports) {
      long until = index * 33_333L + micros;
      for (; index * 33_333L < until; index++) {
        long truth = start + index * 33_333L;
        if (reports && reportEvery > 0 && truth / reportEvery != (truth - 33_333) / reportEvery) {
          report(truth, 0);
        }
        long rtp = wrapped.unwrap(rtp(truth) & 0xFFFF_FFFFL);
        lastArrival = Math.max(lastArrival, truth + floor + random.nextLong(jitter + 1));
        long capture = clock.captureMicros(Codec.H264, rtp, lastArrival);
        long error = Math.abs(capture - truth);
        long bound = clock.state().boundMicros();
        assertTrue(
            error <= bound,
            () -> "frame " + index + " is " + error + " µs off, beyond the bound of " + bound);
        worstError = Math.max(worstError, error);
        long line = rtp * 100 / 9;
        if (lastCapture != Long.MIN_VALUE && truth - start > SourceClock.SETTLING_MICROS + 50_000) {
          // A line is in whole microseconds: two roundings, and two of RTP ticks.
          double slew = Math.abs(capture - lastCapture - (line - lastLine)) - 4;
          worstSlew = Math.max(worstSlew, slew / (line - lastLine) * 1e6);
        }
        lastCapture = capture;
        lastLine = line;
      }
      return this;
    }

    /** Forgets the worst seen so far. */
    private Camera fromNowOn() {
      worstError = 0;
      return this;
    }
  }

  private static Camera onAir(long seed, ClockReference reference) {
    SourceClock clock = new SourceClock(reference);
    clock.onAir(true);
    return new Camera(seed, clock);
  }

  @ParameterizedTest
  @CsvSource({"0, 5, 2, 1", "0, 20, 20, 2", "0, 1, 0, 3"})
  void aPublisherOnTableTimeIsExactToAMillisecond(
      double ppm, long floorMs, long jitterMs, long seed) {
    for (ClockReference reference :
        new ClockReference[] {ClockReference.UNKNOWN, ClockReference.tableTime()}) {
      Camera camera = onAir(seed, reference);
      camera.ppm = ppm;
      camera.floor = floorMs * MS;
      camera.jitter = jitterMs * MS;
      camera.report(START, 0);
      camera.run(60 * SECOND);
      assertEquals(Quality.NTP, camera.clock.state().quality());
      assertTrue(camera.worstError <= MS, camera.worstError + " µs with seed " + seed);
    }
  }

  @Test
  void aPublisherConfiguredToFollowTableTimeIsBoundToAMillisecond() {
    Camera camera = onAir(4, ClockReference.tableTime());
    camera.jitter = 20 * MS;
    camera.report(START, 0);
    camera.run(30 * SECOND);
    assertEquals(Quality.NTP, camera.clock.state().quality());
    assertEquals(MS, camera.clock.state().boundMicros(), 100);
  }

  @ParameterizedTest
  @CsvSource({
    "100, 3000, 5, 0, 11",
    "-100, 3000, 5, 20, 12",
    "100, -3000, 100, 20, 13",
    "-100, -3000, 100, 40, 14",
    "0, 40, 30, 20, 15",
    "100, 40, 30, 20, 16",
    "-100, -45, 30, 20, 17"
  })
  void driftAndOffsetStayWithinTheBoundAndAreFollowedWithoutAStep(
      double ppm, long offsetMs, long floorMs, long jitterMs, long seed) {
    Camera camera = onAir(seed, ClockReference.UNKNOWN);
    camera.ppm = ppm;
    camera.ntpOffset = offsetMs * MS;
    camera.floor = floorMs * MS;
    camera.jitter = jitterMs * MS;
    camera.run(120 * SECOND);
    assertTrue(camera.worstSlew <= 501, camera.worstSlew + " ppm with seed " + seed);
    boolean farOff = Math.abs(offsetMs) > 1_000;
    if (farOff) {
      assertEquals(Quality.ENVELOPE, camera.clock.state().quality());
      camera.fromNowOn().run(60 * SECOND);
      // Late by the least transit, which nobody can know, and by what the envelope misses.
      assertEquals(floorMs * MS, camera.worstError, 4 * MS, "seed " + seed);
    }
  }

  @ParameterizedTest
  @CsvSource({"100, 3000, 100, 20, 21", "-100, -3000, 42, 20, 22", "0, 0, 5, 2, 23"})
  void aCalibratedSourceIsKnownToItsCalibration(
      double ppm, long offsetMs, long floorMs, long jitterMs, long seed) {
    for (long reports : new long[] {0, 5 * SECOND}) {
      Camera camera = onAir(seed, ClockReference.calibrated((floorMs + 1) * MS, 2 * MS));
      camera.ppm = ppm;
      camera.ntpOffset = offsetMs * MS;
      camera.floor = floorMs * MS;
      camera.jitter = jitterMs * MS;
      camera.reportEvery = reports;
      camera.run(90 * SECOND);
      camera.fromNowOn().run(60 * SECOND);
      assertEquals(Quality.CALIBRATED, camera.clock.state().quality());
      assertTrue(camera.worstError <= 3 * MS, camera.worstError + " µs with seed " + seed);
      long bound = camera.clock.state().boundMicros();
      assertTrue(bound <= 6 * MS, bound + " µs with seed " + seed);
    }
  }

  @Test
  void withoutReportsTheEnvelopeServes() {
    Camera camera = onAir(31, ClockReference.UNKNOWN);
    camera.reportEvery = 0;
    camera.jitter = 20 * MS;
    camera.floor = 8 * MS;
    camera.run(120 * SECOND);
    assertEquals(Quality.ENVELOPE, camera.clock.state().quality());
    camera.fromNowOn().run(30 * SECOND);
    assertEquals(8 * MS, camera.worstError, 2 * MS);
  }

  @Test
  void aReportThatLiesIsNotBelieved() {
    for (long lie : new long[] {-SECOND, 40 * MS, 3_600 * SECOND}) {
      Camera camera = onAir(41, ClockReference.UNKNOWN);
      camera.report(START, 0);
      camera.run(20 * SECOND);
      camera.report(START + 20 * SECOND, lie);
      camera.run(1 * SECOND, false);
      camera.run(20 * SECOND);
      assertTrue(camera.worstError <= MS, camera.worstError + " µs after a lie of " + lie);
      assertEquals(Quality.NTP, camera.clock.state().quality());
    }
  }

  @Test
  void aClockThatIsSetMovesNoCapture() {
    for (long jump : new long[] {3 * SECOND, -3 * SECOND}) {
      Camera camera = onAir(51, ClockReference.UNKNOWN);
      camera.report(START, 0);
      camera.run(20 * SECOND);
      camera.ntpOffset = jump;
      camera.run(60 * SECOND);
      assertTrue(camera.worstSlew <= 501, camera.worstSlew + " ppm after a jump of " + jump);
      assertTrue(camera.worstError <= 8 * MS, camera.worstError + " µs after a jump of " + jump);
      assertEquals(Quality.ENVELOPE, camera.clock.state().quality());
    }
  }

  @Test
  void reportsThatStopAreLivedWithout() {
    Camera camera = onAir(61, ClockReference.UNKNOWN);
    camera.jitter = 10 * MS;
    camera.report(START, 0);
    camera.run(10 * SECOND);
    camera.run(120 * SECOND, false);
    assertTrue(camera.worstError <= MS, camera.worstError + " µs");
  }

  @Test
  void rtpTimeWrapsUnnoticed() {
    Camera camera = onAir(71, ClockReference.UNKNOWN);
    camera.rtpBase = 0x1_0000_0000L - 5 * 90_000;
    camera.jitter = 5 * MS;
    camera.report(START, 0);
    camera.run(15 * SECOND);
    assertTrue(camera.worstError <= MS, camera.worstError + " µs");
  }

  @Test
  void theNtpEraEndsUnnoticed() {
    Camera camera = onAir(81, ClockReference.UNKNOWN);
    // 2036-02-07T06:28:16Z, five seconds before.
    camera.start = (0x1_0000_0000L - 2_208_988_800L - 5) * SECOND;
    camera.report(camera.start, 0);
    camera.run(15 * SECOND);
    assertTrue(camera.worstError <= MS, camera.worstError + " µs");
    assertEquals(Quality.NTP, camera.clock.state().quality());
  }

  @Test
  void aStalledNetworkIsNotTakenForAnotherTimeline() {
    Camera camera = onAir(91, ClockReference.UNKNOWN);
    camera.ntpOffset = 3 * SECOND;
    camera.run(20 * SECOND);
    long stalledUntil = camera.lastArrival + 1_500 * MS;
    camera.lastArrival = stalledUntil;
    camera.run(10 * SECOND);
    assertTrue(camera.worstSlew <= 501, camera.worstSlew + " ppm");
    assertTrue(camera.worstError <= 6 * MS, camera.worstError + " µs");
  }

  @Test
  void anotherRtpOriginInMidStreamBeginsAnew() {
    SourceClock clock = new SourceClock();
    clock.onAir(true);
    for (int i = 0; i < 300; i++) {
      clock.captureMicros(Codec.H264, i * 3_000L, START + i * 33_333L + 5 * MS);
    }
    long later = START + 10 * SECOND;
    assertEquals(later, clock.captureMicros(Codec.H264, 1L << 40, later), 6 * MS);
    assertEquals(
        later + 33_333, clock.captureMicros(Codec.H264, (1L << 40) + 3_000, later + 33_333), 1);
  }

  @Test
  void lipsAreInSyncByTheSourcesOwnReports() {
    SourceClock clock = new SourceClock();
    clock.onAir(true);
    long off = 3_000 * MS;
    clock.onSenderReport(Codec.H264, 0, START + off);
    clock.onSenderReport(Codec.OPUS, 0, START + off);
    SplittableRandom random = new SplittableRandom(3);
    long video = 0;
    long audio = 0;
    long t = START;
    for (int i = 0; i < 3_000; i++) {
      t = START + i * 20 * MS;
      audio = clock.captureMicros(Codec.OPUS, i * 960L, t + 5 * MS + random.nextLong(20 * MS));
      video = clock.captureMicros(Codec.H264, i * 1_800L, t + 30 * MS + random.nextLong(20 * MS));
    }
    assertEquals(0, video - audio, MS);
    assertEquals(t + 5 * MS, audio, 2 * MS, "late by the fastest transit of both");
  }

  @Test
  void aTrackWhoseFirstReportLiesIsPlacedByItsOwnArrival() {
    SourceClock clock = new SourceClock();
    clock.onAir(true);
    clock.onSenderReport(Codec.H264, 0, START);
    clock.onSenderReport(Codec.OPUS, 0, START + 2 * SECOND);
    for (int i = 0; i < 500; i++) {
      long t = START + i * 20 * MS;
      assertEquals(t, clock.captureMicros(Codec.OPUS, i * 960L, t + 5 * MS), 6 * MS);
      assertEquals(t, clock.captureMicros(Codec.H264, i * 1_800L, t + 9 * MS), 10 * MS);
    }
  }

  @Test
  void offAirASourceMayBeSet() {
    SourceClock clock = new SourceClock();
    for (int i = 0; i < 90; i++) {
      clock.captureMicros(Codec.H264, i * 3_000L, START + i * 33_333L + 50 * MS);
    }
    clock.onSenderReport(Codec.H264, 0, START);
    long at = START + 90 * 33_333L;
    assertEquals(at, clock.captureMicros(Codec.H264, 270_000, at + 50 * MS), MS);
  }

  @Test
  void aCaptureThatIsSetIsNeverAfterItsArrival() {
    SourceClock clock = new SourceClock();
    clock.onSenderReport(Codec.H264, 0, START + 900);
    assertTrue(clock.captureMicros(Codec.H264, 0, START) <= START);
  }
}
