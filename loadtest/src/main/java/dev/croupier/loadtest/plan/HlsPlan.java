package dev.croupier.loadtest.plan;

/**
 * Native LL-HLS viewers with blocking reload.
 *
 * @param count 0–10,000
 * @param startsPerSecond how fast they come, open arrivals
 */
public record HlsPlan(int count, double startsPerSecond) {
  /** Checks the ranges. */
  public HlsPlan {
    Ranges.check(count >= 0 && count <= 10_000, "hls.count", "0..10000", count);
    Ranges.check(startsPerSecond > 0, "hls.startsPerSecond", "more than 0", startsPerSecond);
  }
}
