package dev.croupier.loadtest.check;

import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with the money, and how much was looked at. Immutable.
 *
 * @param accepted bets
 * @param refused slips, by the server's answer
 * @param unanswered slips
 * @param settledRounds rounds of players, each counted for each player
 * @param voidRounds the same
 * @param lost accepted bets that their settled round does not know
 * @param doubled bets that were answered or settled twice, or were never placed
 * @param wrongPayouts bets that were paid otherwise than by the own tables
 * @param wrongWallets wallets that differ from the own books
 * @param examples the first few, in words
 */
public record Findings(
    long accepted,
    long refused,
    long unanswered,
    long settledRounds,
    long voidRounds,
    long lost,
    long doubled,
    long wrongPayouts,
    long wrongWallets,
    List<String> examples) {
  /** Most examples kept. */
  public static final int MAX_EXAMPLES = 20;

  /** Nothing was looked at. */
  public static final Findings NONE = new Findings(0, 0, 0, 0, 0, 0, 0, 0, 0, List.of());

  /** Copies the list, cut to its limit. */
  public Findings {
    examples = List.copyOf(examples.subList(0, Math.min(examples.size(), MAX_EXAMPLES)));
  }

  /** Both together. */
  public Findings plus(Findings other) {
    List<String> both = new ArrayList<>(examples);
    both.addAll(other.examples);
    return new Findings(
        accepted + other.accepted,
        refused + other.refused,
        unanswered + other.unanswered,
        settledRounds + other.settledRounds,
        voidRounds + other.voidRounds,
        lost + other.lost,
        doubled + other.doubled,
        wrongPayouts + other.wrongPayouts,
        wrongWallets + other.wrongWallets,
        both);
  }
}
