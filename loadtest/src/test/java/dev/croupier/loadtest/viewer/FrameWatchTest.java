package dev.croupier.loadtest.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.croupier.gateway.media.peer.ReceivedFrame;
import dev.croupier.loadtest.measure.Series;
import org.junit.jupiter.api.Test;

/** Frames of 30 a second: 3,000 units of RTP time, 33,333 µs. */
final class FrameWatchTest {
  private final Series age = new Series();
  private final FrameWatch watch = new FrameWatch(age, true);

  private void frame(int number, long lateMicros, boolean decodable, boolean afterLoss) {
    long at = number * 100_000L / 3;
    watch.frame(
        new ReceivedFrame(
            1L << 32 | number * 3_000L,
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
    assertEquals(new FrameWatch.Counts(90, 0, 0, 0, 0, 2_966_666), counts);
    assertEquals(5.0, age.summary().p50(), 0.01);
  }

  @Test
  void aGapBehindALossIsDroppedFramesAndOneWithoutWasNeverSent() {
    frames(0, 30);
    frame(32, 5_000, true, true);
    frames(33, 60);
    frame(63, 5_000, true, false);
    FrameWatch.Counts counts = watch.counts(2_105_000);
    assertEquals(2, counts.dropped());
    assertEquals(3, counts.skipped());
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
    assertEquals(1, counts.freezes(), "from frame 29 to 40 nothing new was shown: 367 ms");
    assertEquals(366_667, counts.frozenMicros(), 1);
  }

  @Test
  void aFreezeThatLastsUntilTheEndCounts() {
    frames(0, 30);
    assertEquals(0, watch.counts(971_666 + 150_000).freezes());
    assertEquals(1, watch.counts(971_666 + 150_010).freezes());
  }
}
