package dev.croupier.loadtest.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What is wrong with the money, and how much was looked at. Immutable.
 *
 * @param accepted bets
 * @param refused slips, by the server's answer
 * @param settledRounds rounds of players, each counted for each player
 * @param voidRounds the same
 * @param answeredAfterClose bets accepted in time, or not surely late, whose answer left the server
 *     after their round's close; no fault
 * @param faults counts above 0
 * @param examples the first few faults, in words
 */
public record Findings(
    long accepted,
    long refused,
    long settledRounds,
    long voidRounds,
    long answeredAfterClose,
    Map<Fault, Long> faults,
    List<String> examples) {
  /** Most examples kept. */
  public static final int MAX_EXAMPLES = 20;

  /** Nothing was looked at. */
  public static final Findings NONE = new Findings(0, 0, 0, 0, 0, Map.of(), List.of());

  /** Copies both, the examples cut to their limit. */
  public Findings {
    Map<Fault, Long> found = new EnumMap<>(Fault.class);
    faults.forEach((fault, count) -> found.merge(fault, count, Long::sum));
    found.values().removeIf(count -> count == 0);
    faults = Collections.unmodifiableMap(found);
    examples = List.copyOf(examples.subList(0, Math.min(examples.size(), MAX_EXAMPLES)));
  }

  /** How often a fault was found. */
  public long of(Fault fault) {
    return faults.getOrDefault(fault, 0L);
  }

  /** Slips without an answer. */
  public long unanswered() {
    return of(Fault.UNANSWERED);
  }

  /** Accepted bets that their settled round does not know. */
  public long lost() {
    return of(Fault.LOST);
  }

  /** Bets that were answered, debited or settled twice, or were never placed. */
  public long doubled() {
    return of(Fault.DOUBLED);
  }

  /** Bets that were paid otherwise than by the own tables. */
  public long wrongPayouts() {
    return of(Fault.WRONG_PAYOUT);
  }

  /** Wallets that differ from the own books. */
  public long wrongWallets() {
    return of(Fault.WRONG_WALLET);
  }

  /** Both together. */
  public Findings plus(Findings other) {
    if (isNone() || other.isNone()) {
      return isNone() ? other : this;
    }
    Map<Fault, Long> both = new EnumMap<>(Fault.class);
    both.putAll(faults);
    other.faults.forEach((fault, count) -> both.merge(fault, count, Long::sum));
    List<String> words = examples;
    if (!other.examples.isEmpty()) {
      words = new ArrayList<>(examples);
      words.addAll(other.examples);
    }
    return new Findings(
        accepted + other.accepted,
        refused + other.refused,
        settledRounds + other.settledRounds,
        voidRounds + other.voidRounds,
        answeredAfterClose + other.answeredAfterClose,
        both,
        words);
  }

  /** Whether nothing was looked at, as of most bettors of a run that has just begun. */
  private boolean isNone() {
    return accepted + refused + settledRounds + voidRounds == 0 && faults.isEmpty();
  }
}
