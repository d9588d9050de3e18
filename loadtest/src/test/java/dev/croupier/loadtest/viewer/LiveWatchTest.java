package dev.croupier.loadtest.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Frames of 25 a second: 40 ms apart. */
final class LiveWatchTest {
  private static final long FRAME = 40_000;

  private final LiveWatch live = new LiveWatch();

  private void frame(long captureMicros, long arrivalMicros) {
    live.frame(arrivalMicros - captureMicros, arrivalMicros, PaceFloor.UNKNOWN);
  }

  @Test
  void withoutABurstTheFirstFrameIsLive() {
    for (int i = 0; i < 60; i++) {
      frame(i * FRAME, 5_000_000 + i * FRAME + i % 3 * 8_000);
    }
    assertEquals(5_000_000, live.liveAtMicros());
  }

  @Test
  void aBurstOfCachedFramesIsNotCalledLiveBeforeItHasCaughtUp() {
    // Frames 0 to 24 lie ready at 1,010 ms and are paced 4 ms apart; each later one comes 10 ms
    // after its capture. Behind the source: 1,010 − 36·i ms, so less than 10 + 50 from i = 27 on,
    // which is beyond the burst: frame 25, captured at 1,000, would come at 1,010, but waits until
    // the burst is over at 1,106: it is 106 ms late; 26 is 70 late, 27 34.
    long free = 1_010_000;
    for (int i = 0; i < 80; i++) {
      long arrival = Math.max(i * FRAME + 10_000, free);
      free = arrival + 4_000;
      frame(i * FRAME, arrival);
    }
    assertEquals(1_010_000 + 27 * 4_000, live.liveAtMicros());
  }

  @Test
  void aViewerThatStaysBehindOthersIsNeverLive() {
    for (int i = 0; i < 200; i++) {
      long arrival = i * FRAME + 900_000;
      live.frame(900_000, arrival, 12_000);
    }
    assertEquals(LiveWatch.NEVER, live.liveAtMicros());
  }

  @Test
  void itBecomesLiveWhenItCatchesUpAtLast() {
    for (int i = 0; i < 100; i++) {
      live.frame(i < 70 ? 900_000 : 15_000, i * FRAME, 12_000);
    }
    assertEquals(70 * FRAME, live.liveAtMicros());
  }

  @Test
  void nothingIsSaidBeforeOneAndAHalfSecondsAndTenFrames() {
    for (int i = 0; i < 37; i++) {
      frame(i * FRAME, i * FRAME);
    }
    assertEquals(LiveWatch.NEVER, live.liveAtMicros(), "1,440 ms");
    LiveWatch slow = new LiveWatch();
    for (int i = 0; i < 9; i++) {
      slow.frame(0, i * 1_000_000L, PaceFloor.UNKNOWN);
    }
    assertEquals(LiveWatch.NEVER, slow.liveAtMicros());
    slow.frame(0, 9_000_000, PaceFloor.UNKNOWN);
    assertEquals(0, slow.liveAtMicros());
  }
}
