package dev.croupier.loadtest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Frames of 30 a second: 3,000 units of RTP time, 33,333 µs. */
final class PageWatchTest {
  private final PageWatch watch = new PageWatch();
  private long presented;

  private long frame(int number, boolean lossAbout) {
    return watch.frame(number * 100_000L / 3, ++presented, 1L << 32 | number * 3_000L, lossAbout);
  }

  private void frames(int from, int to) {
    for (int i = from; i < to; i++) {
      frame(i, false);
    }
  }

  @Test
  void anEvenStreamHasNoFaults() {
    frames(0, 90);
    assertEquals(new PageWatch.Counts(90, 0, 0, 0, 0, 0, 0, 2_966_666), watch.counts(2_966_666));
  }

  @Test
  void aGapAboutALossIsDroppedFramesAndOneWithoutWasNeverSent() {
    frames(0, 30);
    frame(32, true);
    frames(33, 60);
    frame(63, false);
    PageWatch.Counts counts = watch.counts(2_100_000);
    assertEquals(2, counts.dropped());
    assertEquals(3, counts.neverSent());
    assertEquals(0, counts.freezes(), "five frames are 133 ms");
  }

  @Test
  void aGapOfFramesThatTheBrowserHadReceivedIsItsOwn() {
    frames(0, 30);
    watch.received(31, presented);
    frame(31, false);
    frames(32, 60);
    frame(65, false);
    // Of six missing frames two had come.
    watch.received(presented + 1 + 2, presented);
    PageWatch.Counts counts = watch.counts(2_166_666);
    assertEquals(2, counts.notComposed());
    assertEquals(4, counts.neverSent());
    assertEquals(0, counts.dropped());
  }

  @Test
  void framesThatTheScriptDidNotSeeWereShown() {
    frames(0, 30);
    presented += 8;
    assertEquals(33_333, frame(38, false), 1, "nine frames in 300 ms");
    PageWatch.Counts counts = watch.counts(38 * 100_000L / 3);
    assertEquals(39, counts.shown());
    assertEquals(8, counts.unseen());
    assertEquals(0, counts.freezes());
    assertEquals(0, counts.neverSent());
  }

  @Test
  void aFreezeIsLongerThanThreeFramesAndLongerThan150Milliseconds() {
    frames(0, 30);
    frame(33, true);
    assertEquals(0, watch.counts(1_100_000).freezes(), "133 ms");
    frame(39, true);
    PageWatch.Counts counts = watch.counts(1_300_000);
    assertEquals(1, counts.freezes());
    assertEquals(200_000, counts.frozenMicros(), 1);
  }

  @Test
  void slowStreamsFreezeLater() {
    for (int i = 0; i < 20; i++) {
      frame(4 * i, false);
    }
    // 7.5 frames a second: three of them are 400 ms.
    long last = 76 * 100_000L / 3;
    assertEquals(0, watch.counts(last + 399_900).freezes());
    assertEquals(1, watch.counts(last + 400_100).freezes());
    assertEquals(0, watch.counts(last).neverSent());
  }

  @Test
  void withoutRtpTimesFreezesAreStillSeen() {
    for (int i = 0; i < 10; i++) {
      watch.frame(i * 33_333L, i + 1, ShownFrame.NONE, false);
    }
    watch.frame(9 * 33_333L + 500_000, 11, ShownFrame.NONE, false);
    PageWatch.Counts counts = watch.counts(800_000);
    assertEquals(11, counts.shown());
    assertEquals(1, counts.freezes());
    assertEquals(500_000, counts.frozenMicros());
  }

  @Test
  void whoSawNothingCountsNothing() {
    watch.received(100, 3);
    assertEquals(PageWatch.Counts.NONE, watch.counts(5_000_000));
  }
}
