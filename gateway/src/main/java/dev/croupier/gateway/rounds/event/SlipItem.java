package dev.croupier.gateway.rounds.event;

/**
 * One line of a slip as asked for. The spot may be unknown and the stake nonsense: the writer
 * refuses those, and the refusal repeats them.
 *
 * @param spot at most {@link #MAX_SPOT} characters
 * @param stakeMinor in minor units of the slip's currency
 */
public record SlipItem(String spot, long stakeMinor) {
  /** A bound on what is stored of a spot that does not exist. */
  public static final int MAX_SPOT = 64;

  /** Items in one slip: every spot of a roulette table, and some that are named twice. */
  public static final int MAX_ITEMS = 256;

  /** Checks the bound. */
  public SlipItem {
    if (spot.length() > MAX_SPOT) {
      throw new IllegalArgumentException("a spot of " + spot.length() + " characters");
    }
  }
}
