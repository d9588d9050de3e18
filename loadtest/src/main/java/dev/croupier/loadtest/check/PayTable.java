package dev.croupier.loadtest.check;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The tester's own payout tables, by the names under which rounds are opened ({@code calcVer}). A
 * table without one here cannot be judged. Any thread.
 */
public enum PayTable {
  /** European roulette without La Partage. */
  ROULETTE("roulette-1.0.0"),
  /** Punto banco with a commission of 5 %, rounded down to the minor unit. */
  BACCARAT("baccarat-1.0.0");

  private final String calcVer;

  PayTable(String calcVer) {
    this.calcVer = calcVer;
  }

  /** The table of a {@code calcVer}; empty if there is none of the tester's own. */
  public static Optional<PayTable> of(String calcVer) {
    return Arrays.stream(values()).filter(table -> table.calcVer.equals(calcVer)).findFirst();
  }

  /** Whether any of the tables knows a spot. */
  public static boolean anyKnows(String spot) {
    return Arrays.stream(values()).anyMatch(table -> table.knows(spot));
  }

  /** Whether the table knows a spot. */
  public boolean knows(String spot) {
    return switch (this) {
      case ROULETTE -> RoulettePayout.knows(spot);
      case BACCARAT -> BaccaratPayout.knows(spot);
    };
  }

  /**
   * What comes back for a stake, itself included; 0 for a losing bet, empty for an unknown spot or
   * an outcome that this game cannot have.
   */
  public OptionalLong credit(String spot, long stakeMinor, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Pocket(int number) when this == ROULETTE && possible(outcome) ->
          RoulettePayout.credit(spot, stakeMinor, number);
      case Outcome.Coup coup when this == BACCARAT && possible(outcome) ->
          BaccaratPayout.credit(spot, stakeMinor, coup);
      case Outcome.Pocket _, Outcome.Coup _ -> OptionalLong.empty();
    };
  }

  /** Whether the game can end so: a pocket of the wheel, cards dealt by the third-card rule. */
  public boolean possible(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Pocket(int number) -> this == ROULETTE && number >= 0 && number <= 36;
      case Outcome.Coup coup -> this == BACCARAT && BaccaratPayout.possible(coup);
    };
  }

  /** One outcome of each kind that pays differently. */
  List<Outcome> outcomes() {
    return switch (this) {
      case ROULETTE -> IntStream.rangeClosed(0, 36).<Outcome>mapToObj(Outcome.Pocket::new).toList();
      case BACCARAT -> Stream.<Outcome>of(BaccaratPayout.SAMPLES).toList();
    };
  }
}
