package dev.croupier.gateway.rounds.rules;

import dev.croupier.gateway.rounds.event.Result;
import dev.croupier.gateway.rounds.event.RouletteResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * European roulette, one zero.
 *
 * <p>The paytable names each kind of bet it offers. The entry {@link #ZERO_RETURN}, if there is
 * one, is the share of an even-money stake that comes back on zero: {@code 1:2} is La Partage, and
 * the ruleset's rounding says what becomes of half a unit.
 */
final class RouletteEngine implements Engine {
  static final String GAME = "roulette";

  /** The share of an even-money stake that zero gives back. */
  static final String ZERO_RETURN = "even_money_zero_return";

  /** What a paytable of this engine may contain. */
  static final Set<String> ENTRIES = entries();

  private static final String EVEN_MONEY = "even_money";

  private static final Odds NOTHING = new Odds(0, 1);

  private static final List<Result> OUTCOMES =
      IntStream.range(0, RouletteCloth.POCKETS).<Result>mapToObj(RouletteResult::new).toList();

  private final Map<String, Bet> bets = new LinkedHashMap<>();
  private final Rounding rounding;
  private final List<String> spots;

  /** What a spot covers and pays under this paytable. */
  private record Bet(RouletteCloth.Place place, Odds pays, Odds onZero) {}

  /** Takes a paytable with keys of {@link #ENTRIES}. */
  RouletteEngine(Map<String, Odds> paytable, Rounding rounding) {
    this.rounding = rounding;
    RouletteCloth.PLACES.forEach(
        (name, place) -> {
          Odds pays = paytable.get(place.kind());
          if (pays != null) {
            Odds onZero =
                place.kind().equals(EVEN_MONEY)
                    ? paytable.getOrDefault(ZERO_RETURN, NOTHING)
                    : NOTHING;
            bets.put(name, new Bet(place, pays, onZero));
          }
        });
    this.spots = List.copyOf(bets.keySet());
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
    return bets.containsKey(spot);
  }

  @Override
  public Optional<String> check(Result result) {
    return switch (result) {
      case RouletteResult(int pocket) when pocket >= 0 && pocket < RouletteCloth.POCKETS ->
          Optional.empty();
      case RouletteResult _ -> Optional.of("impossible_pocket");
      case Result _ -> Optional.of("wrong_game");
    };
  }

  @Override
  public long creditMinor(String spot, long stakeMinor, Result result) {
    Bet bet = bet(spot, stakeMinor);
    if (!(result instanceof RouletteResult(int pocket)) || check(result).isPresent()) {
      throw new IllegalArgumentException("no result of roulette: " + result);
    }
    if (bet.place.covers().get(pocket)) {
      return Math.addExact(stakeMinor, bet.pays.of(stakeMinor, rounding));
    }
    return pocket == 0 ? bet.onZero.of(stakeMinor, rounding) : 0;
  }

  @Override
  public OptionalLong maxCreditMinor(String spot, long stakeMinor) {
    Bet bet = bet(spot, stakeMinor);
    try {
      // What zero gives back is at most the stake, so a win is always the most.
      return OptionalLong.of(Math.addExact(stakeMinor, bet.pays.of(stakeMinor, rounding)));
    } catch (ArithmeticException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public List<Result> outcomes() {
    return OUTCOMES;
  }

  private Bet bet(String spot, long stakeMinor) {
    Bet bet = bets.get(spot);
    if (bet == null || stakeMinor < 1) {
      throw new IllegalArgumentException("no bet: " + stakeMinor + " on " + spot);
    }
    return bet;
  }

  private static Set<String> entries() {
    Set<String> entries = new TreeSet<>(RouletteCloth.KINDS);
    entries.add(ZERO_RETURN);
    return entries;
  }
}
