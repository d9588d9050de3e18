package dev.croupier.loadtest.peer;

import java.util.OptionalInt;

/**
 * Looks for the most viewers that a server holds: doubles until they are too many, then halves what
 * lies between, until the bounds are as near as makes sense. Pure, one thread.
 *
 * <p>Order: {@link #next}, measure, {@link #measured}, and again until there is no next one.
 */
public final class LimitSearch {
  /** What a measurement said about a number of viewers. */
  public enum Verdict {
    /** They were sustained. */
    HELD,
    /** They were not, and it was the server. */
    TOO_MANY,
    /** They were not, but the generator was overloaded: nobody can say. */
    UNKNOWN;

    /** Of a measurement. */
    public static Verdict of(Measurement.Result result) {
      if (result.sustained()) {
        return HELD;
      }
      return result.overloaded() ? UNKNOWN : TOO_MANY;
    }
  }

  /** Fewer are not looked at. */
  private static final int LEAST = 5;

  /** Numbers are multiples of this, where the bounds leave room. */
  private static final int STEP = 5;

  /** Bounds nearer to each other than a twentieth of the lower one are near enough. */
  private static final int SHARE = 20;

  private final int first;
  private final int most;
  private int held;
  private int notHeld = Integer.MAX_VALUE;

  /**
   * A search that has not begun.
   *
   * @param first number to measure
   * @param most number to measure
   */
  public LimitSearch(int first, int most) {
    if (first < 1 || most < first) {
      throw new IllegalArgumentException("from 1 to the most: " + first + ", " + most);
    }
    this.first = first;
    this.most = most;
  }

  /** The number to measure now; none when the limit is found. */
  public OptionalInt next() {
    if (notHeld == Integer.MAX_VALUE) {
      if (held == 0) {
        return OptionalInt.of(first);
      }
      return held >= most ? OptionalInt.empty() : OptionalInt.of(Math.min(most, 2 * held));
    }
    int between = notHeld - held;
    if (between <= Math.max(STEP, held / SHARE) || notHeld <= LEAST) {
      return OptionalInt.empty();
    }
    int middle = held + between / 2;
    int round = middle / STEP * STEP;
    return OptionalInt.of(round > held ? round : middle);
  }

  /** Takes what was found for a number. */
  public void measured(int viewers, Verdict verdict) {
    if (verdict == Verdict.HELD) {
      held = Math.max(held, viewers);
    } else {
      notHeld = Math.min(notHeld, viewers);
    }
  }
}
