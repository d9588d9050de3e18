package dev.croupier.gateway.rounds.rules;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A ratio of win to stake, written {@code 35:1} or {@code 19:20} (0.95 to 1); {@code 0:1} is
 * nothing.
 *
 * @param win 0–999
 * @param per 1–999
 */
record Odds(int win, int per) {
  private static final Pattern FORM = Pattern.compile("(0|[1-9][0-9]{0,2}):([1-9][0-9]{0,2})");

  /** The written form, if it is one in lowest terms: each ratio has one writing, thus one hash. */
  static Optional<Odds> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    Odds odds = new Odds(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
    return divisor(odds.win, odds.per) == 1 ? Optional.of(odds) : Optional.empty();
  }

  /**
   * This share of a stake, exact but for the one rounding.
   *
   * @throws ArithmeticException if it does not fit 64 bits
   */
  long of(long stakeMinor, Rounding rounding) {
    // In two parts, because stake × win may overflow where the quotient does not.
    long whole = Math.multiplyExact(stakeMinor / per, (long) win);
    return Math.addExact(whole, rounding.divide(stakeMinor % per * win, per));
  }

  @Override
  public String toString() {
    return win + ":" + per;
  }

  private static int divisor(int a, int b) {
    return b == 0 ? a : divisor(b, a % b);
  }
}
