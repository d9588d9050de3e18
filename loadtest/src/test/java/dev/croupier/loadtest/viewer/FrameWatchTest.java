package dev.croupier.loadtest.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.croupier.gateway.media.peer.ReceivedFrame;
import dev.croupier.loadtest.measure.Series;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Frames of 30 a second: 3,000 units of RTP time, 33,333 µs. The 32 bits of RTP time wrap at frame
 * 45; on the line of 64 bits, as the player has it, that is no event.
 */
final class FrameWatchTest {
  private final Series freezes = new Series();
  private final List<Long> delays = new ArrayList<>();
  private final FrameWatch watch = new FrameWatch(freezes::record, delays::add);

  private void frame(int number, long lateMicros, boolean decodable, boolean afterLoss) {
    frame(
        2L * (1L << 32) - 45 * 3_000L + number * 3_000L, number, lateMicros, decodable, afterLoss);
  }

  private void frame(
      long rtpTime, int number, long lateMicros, boolean decodable, boolean afterLoss) {
    long at = number * 100_000L / 3;
    watch.frame(
        new ReceivedFrame(
            rtpTime,
            at,
            at + lateMicros,
            at + lateMicros,
            number == 0,
            decodable,
            afterLoss,
            new byte[0]));
  }

  private void frames(int from, int to) {
    for (int i = from; i < to; i++) {
      frame(i, 5_000, true, false);
    }
  }

  @Test
  void anEvenStreamHasNoFaults() {
    frames(0, 90);
    FrameWatch.Counts counts = watch.counts(2_971_666);
    assertEquals(new FrameWatch.Counts(90, 0, 0, 0, 0, 0, 0, 2_966_666), counts);
    assertEquals(0, freezes.count());
  }

  @Test
  void aFramesDelayCountsFromTheFastestOne() {
    frame(0, 9_000, true, false);
    frame(1, 5_000, true, false);
    frame(2, 25_000, true, false);
    frame(3, 5_000, true, false);

    // RTP time is cut to whole units of 1/90,000 s: 12 µs at most.
    long[] expected = {0, 0, 20_000, 0};
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], delays.get(i), 12);
    }
  }

  @Test
  void aGapBehindALossIsDroppedFramesAndOneWithoutWasNeverSentAndIsAJump() {
    frames(0, 30);
    frame(32, 5_000, true, true);
    frames(33, 60);
    frame(63, 5_000, true, false);
    FrameWatch.Counts counts = watch.counts(2_105_000);
    assertEquals(2, counts.dropped());
    assertEquals(3, counts.skipped());
    assertEquals(1, counts.jumps());
    assertEquals(0, counts.freezes());
  }

  @Test
  void framesThatCannotBeDecodedAreDropped() {
    frames(0, 30);
    for (int i = 31; i < 40; i++) {
      frame(i, 5_000, false, i == 31);
    }
    frames(40, 50);
    FrameWatch.Counts counts = watch.counts(1_638_333);
    assertEquals(40, counts.shown());
    assertEquals(10, counts.dropped());
    assertEquals(0, counts.jumps());
    assertEquals(1, counts.freezes(), "from frame 29 to 40 nothing new was shown: 367 ms");
    assertEquals(366_667, counts.frozenMicros(), 1);
    assertEquals(366.7, freezes.summary().max(), 0.3);
  }

  @Test
  void aFreezeThatLastsUntilTheEndCounts() {
    frames(0, 30);
    assertEquals(0, watch.counts(971_666 + 150_000).freezes());
    assertEquals(1, watch.counts(971_666 + 150_010).freezes());
  }

  @Test
  void aFrameMoreThan100MillisecondsBehindItsPlaceIsLate() {
    frames(0, 20);
    frame(20, 105_000, true, false);
    frame(21, 105_100, true, false);
    frames(22, 30);
    assertEquals(1, watch.counts(1_100_000).late(), "the first of them is exactly 100 ms late");
  }

  @Test
  void aClockThatStepsIsAJumpAndTheNextFramesAreJudgedByTheNewOne() {
    frames(0, 20);
    for (int i = 20; i < 40; i++) {
      frame(50L + i * 3_000L, i, 5_000, true, false);
    }
    FrameWatch.Counts counts = watch.counts(1_340_000);
    assertEquals(1, counts.jumps());
    assertEquals(0, counts.late());
    assertEquals(0, counts.dropped() + counts.skipped());
  }

  @Test
  void anotherFrameRateIsNoJump() {
    frames(0, 30);
    long last = 2L * (1L << 32) - 16 * 3_000L;
    for (int i = 1; i < 50; i++) {
      long at = 971_666 + i * 40_000L;
      watch.frame(
          new ReceivedFrame(last + i * 3_600L, at, at, at, false, true, false, new byte[0]));
    }
    assertEquals(0, watch.counts(2_931_666).jumps());
  }

  @Test
  void framesThatCatchUpAreNearerInRtpTimeButNoneIsLeftOutBetweenThem() {
    long rtp = 1L << 33;
    for (int i = 0; i < 40; i++) {
      long at = 1_300_000 + i * 5_000L;
      watch.frame(
          new ReceivedFrame(rtp, i * 100_000L / 3, at, at, i == 0, true, false, new byte[0]));
      rtp += 450;
    }
    for (int i = 40; i < 100; i++) {
      long at = 1_500_000 + (i - 40) * 100_000L / 3;
      watch.frame(
          new ReceivedFrame(rtp, i * 100_000L / 3, at, at, false, true, false, new byte[0]));
      rtp += 3_000;
    }
    FrameWatch.Counts counts = watch.counts(1_500_000 + 59 * 100_000L / 3);
    assertEquals(100, counts.shown());
    assertEquals(0, counts.skipped() + counts.jumps() + counts.late() + counts.freezes());
  }
}
