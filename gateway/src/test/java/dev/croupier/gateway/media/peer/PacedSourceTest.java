package dev.croupier.gateway.media.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.croupier.gateway.media.track.Transits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a publisher's pacing does to what is known of its signal, in simulated time: 2.5 Mbit/s, 30
 * frames a second, a keyframe of 42 packets every two seconds, the others 8 or 9.
 */
final class PacedSourceTest {
  private static final long START = 1_700_000_000_000_000L;
  private static final long BITRATE = 2_500_000;
  private static final int FPS = 30;
  private static final int GOP = 60;
  private static final int PACKET = 1_140;
  private static final int KEYFRAME = 42 * PACKET;
  private static final int OTHER = (int) ((BITRATE / 8 * GOP / FPS - KEYFRAME) / (GOP - 1));
  private static final int FRAMES = 30 * GOP;

  private final PacedQueue<Integer> queue = new PacedQueue<>();
  private final int[] missing = new int[FRAMES];
  private final Transits transits = new Transits();
  private long slowest;
  private long sum;
  private long lastComplete = START;
  private long longestPause;

  @ParameterizedTest
  @CsvSource({
    // pacing in percent, p99.9, mean and longest pause between complete pictures, ms
    "250, 60, 13, 82",
    "125, 120, 34, 130",
    "0, 0, 0, 34"
  })
  void theSlowestFrameIsTheKeyframeAndTheMeanStaysNearAnOrdinaryOne(
      int percent, long slowestMillis, long meanMillis, long pauseMillis) {
    queue.rate(BITRATE * percent / 100);
    for (int frame = 0; frame < FRAMES; frame++) {
      long captured = capture(frame);
      leaveUntil(captured);
      for (int left = frame % GOP == 0 ? KEYFRAME : OTHER; left > 0; left -= PACKET) {
        queue.add(frame, Math.min(left, PACKET), captured);
        missing[frame]++;
      }
      leave(captured);
    }
    leaveUntil(Long.MAX_VALUE);

    assertEquals(slowestMillis * 1_000, slowest, "what the table's latency follows");
    assertEquals(meanMillis, Math.round(sum / 1_000.0 / FRAMES), "what a join's stamps follow");
    assertEquals(pauseMillis, Math.ceilDiv(longestPause, 1_000L), "what failover judges by");
  }

  /** All that may leave before a moment, each packet at its own. */
  private void leaveUntil(long micros) {
    while (queue.nextMicros() < micros) {
      leave(queue.nextMicros());
    }
  }

  private void leave(long now) {
    for (Integer of = queue.poll(now); of != null; of = queue.poll(now)) {
      if (--missing[of] == 0) {
        complete(capture(of), now);
      }
    }
  }

  private void complete(long captured, long now) {
    slowest = transits.add(captured, now);
    sum += now - captured;
    longestPause = Math.max(longestPause, now - lastComplete);
    lastComplete = now;
  }

  private static long capture(int frame) {
    return START + frame * 1_000_000L / FPS;
  }
}
