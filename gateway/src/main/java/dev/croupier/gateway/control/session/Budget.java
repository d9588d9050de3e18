package dev.croupier.gateway.control.session;

/**
 * A token bucket in table time. Owned by one thread.
 *
 * <p>Holds at most one period's worth, so that a burst of that size passes.
 */
final class Budget {
  private final long perPeriod;
  private final long periodMicros;
  private long tokens;
  private long filledAt;

  Budget(long perPeriod, long periodMicros, long nowMicros) {
    this.perPeriod = perPeriod;
    this.periodMicros = periodMicros;
    this.tokens = perPeriod;
    this.filledAt = nowMicros;
  }

  /** Whether one more passes now. */
  boolean take(long nowMicros) {
    long elapsed = Math.min(nowMicros - filledAt, periodMicros);
    long earned = elapsed * perPeriod / periodMicros;
    if (earned > 0) {
      tokens = Math.min(perPeriod, tokens + earned);
      filledAt = nowMicros;
    }
    if (tokens == 0) {
      return false;
    }
    tokens--;
    return true;
  }
}
