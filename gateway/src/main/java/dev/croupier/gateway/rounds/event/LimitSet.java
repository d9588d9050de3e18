package dev.croupier.gateway.rounds.event;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The limits of one class of players in one currency.
 *
 * @param licensee whose players, or {@link #ANY}
 * @param group the player class ({@code limitGroup} of a token), or {@link #ANY}
 * @param currency ISO 4217
 * @param ranges by kind of bet, the part of a spot before the colon; {@link #ANY} for the others
 * @param tableMaxMinor the most one player may have on the table in a round
 * @param liabilityMinor the most the house may lose to one licensee's players in a round and
 *     currency
 * @param chipsMinor the chips a player page offers, ascending
 */
public record LimitSet(
    String licensee,
    String group,
    String currency,
    Map<String, StakeRange> ranges,
    long tableMaxMinor,
    long liabilityMinor,
    List<Long> chipsMinor) {
  /** Stands for every licensee, group or kind that has nothing of its own. */
  public static final String ANY = "*";

  /**
   * Sorts the ranges, so that equal limits have equal bytes, and checks that {@link #ANY} is in.
   */
  public LimitSet {
    ranges = java.util.Collections.unmodifiableMap(new TreeMap<>(ranges));
    chipsMinor = List.copyOf(chipsMinor);
    if (!ranges.containsKey(ANY)) {
      throw new IllegalArgumentException("limits without a range for " + ANY);
    }
    if (Currencies.exponent(currency).isEmpty()) {
      throw new IllegalArgumentException("not a currency: " + currency);
    }
    if (tableMaxMinor < 1 || liabilityMinor < 0) {
      throw new IllegalArgumentException("limits under which no bet is possible");
    }
  }

  /** The range of a spot, by its kind. */
  public StakeRange range(String spot) {
    int colon = spot.indexOf(':');
    StakeRange own = ranges.get(colon < 0 ? spot : spot.substring(0, colon));
    return own == null ? ranges.get(ANY) : own;
  }
}
