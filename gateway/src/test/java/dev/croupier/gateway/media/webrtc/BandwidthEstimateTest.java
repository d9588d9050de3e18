package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What a path carries, against a simulated queue; all time is simulated. */
final class BandwidthEstimateTest {
  private static final long START = 1_767_225_600_000_000L;
  private static final long SECOND = 1_000_000;
  private static final int PACKET = 1_200;

  private final BandwidthEstimate estimate = new BandwidthEstimate();
  private long now = START;
  private int sequence;
  private boolean overuse;
  private long least;
  private long most;

  @Test
  void aSenderThatFollowsItSettlesBelowTheRateWhenItFallsAndComesBackWhenItRises() {
    Bottleneck path = new Bottleneck(1, 5_000_000).queue(2 * SECOND);
    follow(path, 10);
    assertBetween(3_000_000, 5_300_000);

    path.rate(1_500_000);
    follow(path, 3);
    // The queue that the fall has made is emptied first.
    assertBetween(300_000, 1_600_000);
    follow(path, 4);
    path.takeWorstQueue();
    follow(path, 10);
    assertTrue(least > 900_000 && most < 1_800_000, least + " to " + most);
    long queue = path.takeWorstQueue();
    assertTrue(queue < 300_000, "the queue stays short: " + queue);

    path.rate(4_000_000);
    follow(path, 15);
    assertBetween(2_600_000, 4_400_000);
  }

  @Test
  void aCleanPathWithJitterIsNeverOverused() {
    for (long seed = 0; seed < 20; seed++) {
      BandwidthEstimateTest run = new BandwidthEstimateTest();
      run.steady(new Bottleneck(seed, 50_000_000).delay(30_000, 30_000), 2_500_000, 30);
      assertEquals(false, run.overuse, "seed " + seed);
      assertTrue(run.least >= 2_500_000, "seed " + seed + ": " + run.least);
    }
  }

  @Test
  void keyframesThatTakeLongOnTheLineAreNoOveruseWhileTheRateFits() {
    for (long rate : new long[] {3_500_000, 5_000_000, 8_000_000}) {
      BandwidthEstimateTest run = new BandwidthEstimateTest();
      run.steady(new Bottleneck(3, rate).delay(20_000, 5_000), 2_500_000, 30);
      assertTrue(run.least > 2_500_000, rate + ": " + run.least);
    }
  }

  @Test
  void lossesThatRetransmissionMendsDoNotLowerIt() {
    for (double loss : new double[] {0.01, 0.05, 0.10}) {
      BandwidthEstimateTest run = new BandwidthEstimateTest();
      run.steady(new Bottleneck(5, 50_000_000).loss(loss), 2_500_000, 30);
      assertTrue(run.least >= 2_400_000, loss + ": " + run.least);
      assertEquals(loss, run.estimate.loss(), 0.06);
    }
  }

  @Test
  void aLineThatDropsWhatIsTooMuchInsteadOfQueueingItIsSeenByItsLosses() {
    Bottleneck path = new Bottleneck(7, 1_200_000).queue(10_000);
    steady(path, 2_500_000, 15);
    long before = path.delivered();
    steady(path, 2_500_000, 5);
    long carried = (path.delivered() - before) * 8 / 5;
    assertTrue(carried < 1_200_000, "bursts are cut: " + carried);
    assertBetween(carried / 2, carried * 3 / 2);
  }

  @Test
  void beforeThereWasAnyFeedbackNothingIsKnown() {
    assertEquals(BandwidthEstimate.UNKNOWN, estimate.bitsPerSecond());
    estimate.update(20_000, false, now);
    assertEquals(BandwidthEstimate.UNKNOWN, estimate.bitsPerSecond());
  }

  @Test
  void anOutageLeavesTheEstimateAsItWas() {
    Bottleneck path = new Bottleneck(9, 20_000_000);
    steady(path, 2_500_000, 10);
    long before = estimate.bitsPerSecond();
    now += 3 * SECOND;
    estimate.outage(now);
    steady(path, 2_500_000, 3);
    assertTrue(least >= before * 9 / 10, before + " then " + least);
  }

  private void assertBetween(long low, long high) {
    long bps = estimate.bitsPerSecond();
    assertTrue(bps >= low && bps <= high, bps + " is not in " + low + " to " + high);
  }

  /** Sends what is estimated, 30 pictures a second. */
  private void follow(Bottleneck path, int seconds) {
    run(path, seconds, 0);
  }

  /** Sends pictures of one rate with a keyframe of eight times their size each second. */
  private void steady(Bottleneck path, long bps, int seconds) {
    run(path, seconds, bps);
  }

  private void run(Bottleneck path, int seconds, long steadyBps) {
    least = Long.MAX_VALUE;
    most = 0;
    overuse = false;
    for (int frame = 0; frame < seconds * 30; frame++) {
      long bps =
          steadyBps > 0
              ? steadyBps
              : estimate.bitsPerSecond() > 0 ? estimate.bitsPerSecond() : 3_000_000;
      double share = steadyBps == 0 ? 1 : frame % 30 == 0 ? 8 * 30 / 37.0 : 30 / 37.0;
      int bytes = (int) (bps / 8 / 30 * share);
      for (; bytes > 0; bytes -= PACKET) {
        path.send(sequence++, Math.min(bytes, PACKET), now);
      }
      for (int step = 0; step < 3; step++) {
        now += SECOND / 90;
        path.send(sequence++, 200, now);
      }
      if (frame % 3 == 2) {
        tell(path);
      }
    }
  }

  private void tell(Bottleneck path) {
    for (Bottleneck.Passed each = path.poll(now); each != null; each = path.poll(now)) {
      if (each.arrival() < 0) {
        estimate.missing();
      } else {
        estimate.arrived(each.sent(), each.arrival(), each.bytes());
      }
    }
    estimate.update(40_000, false, now);
    overuse |= estimate.overused();
    if (estimate.bitsPerSecond() > 0) {
      least = Math.min(least, estimate.bitsPerSecond());
      most = Math.max(most, estimate.bitsPerSecond());
    }
  }
}
