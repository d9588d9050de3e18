package dev.croupier.loadtest.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One player's own books: what was placed and answered, what must come of it by {@link
 * RoulettePayout}, and where the server says otherwise. One thread.
 *
 * <p>Bounded by what the player itself places: what it is told beyond that is counted, not kept.
 */
public final class Books {
  /** A slip of one item. */
  private record Slip(String round, String spot, long stakeMinor) {}

  private enum State {
    OPEN,
    ACCEPTED,
    REFUSED,
    OVER
  }

  /**
   * A bet of a settled round as the server tells it.
   *
   * @param idempotencyKey whose slip
   * @param creditMinor payout, stake included
   */
  public record Settled(String idempotencyKey, long stakeMinor, long creditMinor) {}

  private final String player;
  private final Map<String, Slip> slips = new LinkedHashMap<>();
  private final Map<String, State> states = new HashMap<>();
  private final Set<String> own = new HashSet<>();
  private final Set<String> over = new HashSet<>();
  private final Map<String, Integer> pockets = new HashMap<>();
  private final List<String> examples = new ArrayList<>();
  private long balanceMinor;
  private long openStakesMinor;
  private long accepted;
  private long refused;
  private long settledRounds;
  private long voidRounds;
  private long lost;
  private long doubled;
  private long wrongPayouts;
  private long wrongWallets;

  /** Books of a player whose wallet holds this now, nothing at stake. */
  public Books(String player, long openingMinor) {
    this.player = player;
    this.balanceMinor = openingMinor;
  }

  /** A slip goes out. */
  public void placed(String idempotencyKey, String round, String spot, long stakeMinor) {
    slips.put(idempotencyKey, new Slip(round, spot, stakeMinor));
    states.put(idempotencyKey, State.OPEN);
    own.add(round);
  }

  /** A slip was accepted. */
  public void accepted(String idempotencyKey) {
    if (states.get(idempotencyKey) != State.OPEN) {
      doubled++;
      example("accepted again, or never placed: " + idempotencyKey);
      return;
    }
    Slip slip = slips.get(idempotencyKey);
    states.put(idempotencyKey, State.ACCEPTED);
    accepted++;
    balanceMinor -= slip.stakeMinor();
    openStakesMinor += slip.stakeMinor();
  }

  /** A slip was refused. */
  public void refused(String idempotencyKey) {
    if (states.get(idempotencyKey) == State.OPEN) {
      states.put(idempotencyKey, State.REFUSED);
      refused++;
    }
  }

  /** A round's result. */
  public void result(String round, int pocket) {
    if (own.contains(round)) {
      pockets.put(round, pocket);
    }
  }

  /** A round was settled; {@code bets} are all of the player's in it, by the server. */
  public void settled(String round, List<Settled> bets) {
    if (!own.contains(round)) {
      doubled += bets.size();
      return;
    }
    if (!over.add(round)) {
      doubled++;
      example("settled again: round " + round);
      return;
    }
    settledRounds++;
    Set<String> told = new HashSet<>();
    for (Settled bet : bets) {
      settle(round, bet, told);
    }
    for (String key : ofRound(round)) {
      lost++;
      states.put(key, State.OVER);
      example("accepted, but not settled with its round: " + key);
      credit(slips.get(key), expected(slips.get(key)).orElse(0));
    }
  }

  /** A round is void: all stakes come back. */
  public void voided(String round) {
    if (own.contains(round) && over.add(round)) {
      voidRounds++;
      for (String key : ofRound(round)) {
        states.put(key, State.OVER);
        credit(slips.get(key), slips.get(key).stakeMinor());
      }
    }
  }

  /** How many rounds with own slips are over. */
  public int roundsOver() {
    return over.size();
  }

  /** Whether a wallet is as it must be now. */
  public boolean agrees(long walletMinor, long walletOpenMinor) {
    return walletMinor == balanceMinor && walletOpenMinor == openStakesMinor;
  }

  /** The wallet at the end. */
  public void wallet(long walletMinor, long walletOpenMinor) {
    if (!agrees(walletMinor, walletOpenMinor)) {
      wrongWallets++;
      example(
          "the wallet holds "
              + walletMinor
              + " and "
              + walletOpenMinor
              + " at stake, by the books it is "
              + balanceMinor
              + " and "
              + openStakesMinor);
    }
  }

  /** What was found so far. */
  public Findings findings() {
    long unanswered = states.values().stream().filter(state -> state == State.OPEN).count();
    return new Findings(
        accepted,
        refused,
        unanswered,
        settledRounds,
        voidRounds,
        lost,
        doubled,
        wrongPayouts,
        wrongWallets,
        examples);
  }

  private void settle(String round, Settled bet, Set<String> told) {
    String key = bet.idempotencyKey();
    Slip slip = slips.get(key);
    boolean known = slip != null && slip.round().equals(round) && states.get(key) == State.ACCEPTED;
    if (!told.add(key) || !known) {
      doubled++;
      example("settled, but never accepted or twice: " + key);
      return;
    }
    states.put(key, State.OVER);
    OptionalLong expected = expected(slip);
    credit(slip, expected.orElse(bet.creditMinor()));
    boolean right =
        bet.stakeMinor() == slip.stakeMinor()
            && expected.isPresent()
            && expected.getAsLong() == bet.creditMinor();
    if (!right) {
      wrongPayouts++;
      example(
          slip.spot()
              + " of "
              + slip.stakeMinor()
              + " at "
              + pockets.get(round)
              + " was paid "
              + bet.creditMinor()
              + ", by the own table "
              + expected);
    }
  }

  /** Accepted bets of a round that are not over. */
  private List<String> ofRound(String round) {
    return slips.entrySet().stream()
        .filter(slip -> slip.getValue().round().equals(round))
        .map(Map.Entry::getKey)
        .filter(key -> states.get(key) == State.ACCEPTED)
        .toList();
  }

  private OptionalLong expected(Slip slip) {
    Integer pocket = pockets.get(slip.round());
    return pocket == null
        ? OptionalLong.empty()
        : RoulettePayout.credit(slip.spot(), slip.stakeMinor(), pocket);
  }

  private void credit(Slip slip, long creditMinor) {
    openStakesMinor -= slip.stakeMinor();
    balanceMinor += creditMinor;
  }

  private void example(String what) {
    if (examples.size() < Findings.MAX_EXAMPLES) {
      examples.add(player + ": " + what);
    }
  }
}
