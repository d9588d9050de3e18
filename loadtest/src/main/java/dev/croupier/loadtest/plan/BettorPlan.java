package dev.croupier.loadtest.plan;

import java.util.List;

/**
 * WebSocket bettors; every slip has one item.
 *
 * @param count 0–100,000
 * @param startsPerSecond how fast they connect, open arrivals
 * @param slips of each of them while betting is open, open arrivals
 * @param rounds in how many rounds each bets, beginning with the first that is open
 * @param stakeMinor of every slip
 * @param spots chosen from at random
 * @param repeatShare 0–1, of the slips that are sent twice with the same key
 * @param dropsPerMinute how often each loses its connection and comes again, at random
 */
public record BettorPlan(
    int count,
    double startsPerSecond,
    Arrivals slips,
    int rounds,
    long stakeMinor,
    List<String> spots,
    double repeatShare,
    double dropsPerMinute) {
  /** Checks the ranges. */
  public BettorPlan {
    spots = List.copyOf(spots);
    Ranges.check(count >= 0 && count <= 100_000, "bettors.count", "0..100000", count);
    Ranges.check(startsPerSecond > 0, "bettors.startsPerSecond", "more than 0", startsPerSecond);
    Ranges.check(rounds >= 1, "bettors.rounds", "1 or more", rounds);
    Ranges.check(stakeMinor >= 1, "bettors.stakeMinor", "1 or more", stakeMinor);
    Ranges.check(!spots.isEmpty(), "bettors.spots", "at least one", spots);
    Ranges.check(repeatShare >= 0 && repeatShare <= 1, "bettors.repeatShare", "0..1", repeatShare);
    Ranges.check(
        dropsPerMinute >= 0 && dropsPerMinute <= 60,
        "bettors.dropsPerMinute",
        "0..60",
        dropsPerMinute);
  }
}
