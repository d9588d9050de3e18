package dev.croupier.gateway.rounds.rules;

import dev.croupier.gateway.rounds.event.Result;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A game's arithmetic under one paytable and one rounding: which spots there are, which results are
 * possible, what a stake gets back. Immutable; any thread.
 *
 * <p>A caller's mistake (an unknown spot, a stake below 1, a result that {@link #check} refuses) is
 * an {@link IllegalArgumentException}: nothing is ever paid on a guess.
 */
public sealed interface Engine permits RouletteEngine, BaccaratEngine {

  /** {@code roulette} or {@code baccarat}. */
  String game();

  /** Every spot offered, by canonical name, in the order of the layout. */
  List<String> spots();

  /** Whether the canonical name is offered; any other writing of the same place is not. */
  boolean knows(String spot);

  /**
   * Why a result cannot have happened, or empty if it can. Codes: {@code wrong_game}, {@code
   * impossible_pocket}, {@code card_count}, {@code third_card_rule}. What only a whole shoe can
   * tell ({@code ninth_copy}) is {@link ShoeCount#check}.
   */
  Optional<String> check(Result result);

  /**
   * What one stake gets back, itself included: 0 if it lost, the stake if it stands off.
   *
   * @param stakeMinor at least 1
   * @return never negative
   * @throws ArithmeticException if it does not fit 64 bits; {@link #maxCreditMinor} tells before
   */
  long creditMinor(String spot, long stakeMinor, Result result);

  /**
   * The most a stake can get back over all results, or empty if that does not fit 64 bits: such a
   * stake must be refused when it is placed, for it could not be settled.
   *
   * @param stakeMinor at least 1
   */
  OptionalLong maxCreditMinor(String spot, long stakeMinor);

  /**
   * One possible result of each kind that pays differently: all 37 pockets; in baccarat the 24
   * combinations of winner, winning total of special pay and pairs. What holds over these holds
   * over all results.
   */
  List<Result> outcomes();

  /** What this game owes on no bets yet. */
  default Exposure exposure() {
    return new Exposure(this);
  }
}
