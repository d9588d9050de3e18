package dev.croupier.gateway.rounds.rules;

import dev.croupier.gateway.rounds.event.Result;
import java.util.List;

/**
 * What the house owes for the bets of one round under each outcome, kept up bet by bet; its worst
 * case is compared with the liability limit before a slip is accepted. It is exact, not an
 * estimate, in both games.
 *
 * <p>Not thread-safe: it belongs to the round's writer. To try a slip, {@link #copy()} it, add the
 * items to the copy, and keep the copy if it is within the limit.
 */
public final class Exposure {
  private final Engine engine;
  private final List<Result> outcomes;
  private final long[] creditMinor;
  private long stakedMinor;

  Exposure(Engine engine) {
    this(engine, engine.outcomes(), new long[engine.outcomes().size()], 0);
  }

  private Exposure(Engine engine, List<Result> outcomes, long[] creditMinor, long stakedMinor) {
    this.engine = engine;
    this.outcomes = outcomes;
    this.creditMinor = creditMinor;
    this.stakedMinor = stakedMinor;
  }

  /**
   * Adds a bet.
   *
   * @throws ArithmeticException if the round's sums would not fit 64 bits; nothing is added then
   * @throws IllegalArgumentException for an unknown spot or a stake below 1
   */
  public void add(String spot, long stakeMinor) {
    long[] sum = new long[creditMinor.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = Math.addExact(creditMinor[i], engine.creditMinor(spot, stakeMinor, outcomes.get(i)));
    }
    stakedMinor = Math.addExact(stakedMinor, stakeMinor);
    System.arraycopy(sum, 0, creditMinor, 0, sum.length);
  }

  /** Takes back a bet that was added before. */
  public void remove(String spot, long stakeMinor) {
    for (int i = 0; i < creditMinor.length; i++) {
      creditMinor[i] -= engine.creditMinor(spot, stakeMinor, outcomes.get(i));
    }
    stakedMinor -= stakeMinor;
  }

  /** One that goes its own way from here. */
  public Exposure copy() {
    return new Exposure(engine, outcomes, creditMinor.clone(), stakedMinor);
  }

  /** The sum of all stakes. */
  public long stakedMinor() {
    return stakedMinor;
  }

  /** The largest sum of payouts, stakes included, that any result can cause. */
  public long worstCreditMinor() {
    long worst = 0;
    for (long credit : creditMinor) {
      worst = Math.max(worst, credit);
    }
    return worst;
  }

  /** The round's liability: the worst payouts less all stakes; below zero the house cannot lose. */
  public long liabilityMinor() {
    return worstCreditMinor() - stakedMinor;
  }
}
