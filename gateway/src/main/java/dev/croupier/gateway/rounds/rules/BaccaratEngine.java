package dev.croupier.gateway.rounds.rules;

import dev.croupier.gateway.rounds.event.BaccaratResult;
import dev.croupier.gateway.rounds.event.Card;
import dev.croupier.gateway.rounds.event.Result;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Punto banco from a shoe of eight decks.
 *
 * <p>The paytable names each spot it offers. Player and banker stand off on a tie. The entry {@link
 * #BANKER_SIX}, if there is one, is what the banker bet pays instead when the banker wins with a
 * total of 6: with {@code banker 1:1} and {@code banker_six 1:2} there is no commission.
 */
final class BaccaratEngine implements Engine {
  static final String GAME = "baccarat";

  /** What the banker bet pays on a win with 6. */
  static final String BANKER_SIX = "banker_six";

  /** Every spot there can be, in the order of the layout. */
  static final List<String> SPOTS =
      List.of("player", "banker", "tie", "player_pair", "banker_pair", "dragon7", "panda8");

  /** What a paytable of this engine may contain. */
  static final Set<String> ENTRIES = entries();

  private final Map<String, Odds> paytable;
  private final Rounding rounding;
  private final List<String> spots;

  /** Takes a paytable with keys of {@link #ENTRIES}. */
  BaccaratEngine(Map<String, Odds> paytable, Rounding rounding) {
    this.paytable = Map.copyOf(paytable);
    this.rounding = rounding;
    this.spots = SPOTS.stream().filter(paytable::containsKey).toList();
  }

  @Override
  public String game() {
    return GAME;
  }

  @Override
  public List<String> spots() {
    return spots;
  }

  @Override
  public boolean knows(String spot) {
    return spots.contains(spot);
  }

  @Override
  public Optional<String> check(Result result) {
    if (!(result instanceof BaccaratResult(List<Card> player, List<Card> banker, String _))) {
      return Optional.of("wrong_game");
    }
    if (!twoOrThree(player) || !twoOrThree(banker)) {
      return Optional.of("card_count");
    }
    return ThirdCardRule.obeyed(player, banker) ? Optional.empty() : Optional.of("third_card_rule");
  }

  @Override
  public long creditMinor(String spot, long stakeMinor, Result result) {
    if (!(result instanceof BaccaratResult cards) || check(result).isPresent()) {
      throw new IllegalArgumentException("no result of baccarat: " + result);
    }
    return creditMinor(spot, stakeMinor, Coup.of(cards));
  }

  /** The same, from the reduced coup. */
  long creditMinor(String spot, long stakeMinor, Coup coup) {
    requireBet(spot, stakeMinor);
    boolean wins =
        switch (spot) {
          case "player" -> coup.playerWins();
          case "banker" -> coup.bankerWins();
          case "tie" -> coup.tie();
          case "player_pair" -> coup.playerPair();
          case "banker_pair" -> coup.bankerPair();
          case "dragon7" -> coup.dragon7();
          case "panda8" -> coup.panda8();
          default -> throw new IllegalStateException("a spot without a rule: " + spot);
        };
    if (wins) {
      return Math.addExact(stakeMinor, pays(spot, coup).of(stakeMinor, rounding));
    }
    return coup.tie() && standsOffOnTie(spot) ? stakeMinor : 0;
  }

  @Override
  public OptionalLong maxCreditMinor(String spot, long stakeMinor) {
    requireBet(spot, stakeMinor);
    long most = 0;
    try {
      for (Result outcome : BaccaratOutcomes.ALL) {
        most = Math.max(most, creditMinor(spot, stakeMinor, outcome));
      }
    } catch (ArithmeticException e) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(most);
  }

  @Override
  public List<Result> outcomes() {
    return BaccaratOutcomes.ALL;
  }

  private Odds pays(String spot, Coup coup) {
    Odds odds = paytable.get(spot);
    return spot.equals("banker") && coup.bankerTotal() == 6
        ? paytable.getOrDefault(BANKER_SIX, odds)
        : odds;
  }

  private void requireBet(String spot, long stakeMinor) {
    if (!knows(spot) || stakeMinor < 1) {
      throw new IllegalArgumentException("no bet: " + stakeMinor + " on " + spot);
    }
  }

  private static boolean standsOffOnTie(String spot) {
    return spot.equals("player") || spot.equals("banker");
  }

  private static boolean twoOrThree(List<Card> hand) {
    return hand.size() == 2 || hand.size() == 3;
  }

  private static Set<String> entries() {
    Set<String> entries = new TreeSet<>(SPOTS);
    entries.add(BANKER_SIX);
    return entries;
  }
}
