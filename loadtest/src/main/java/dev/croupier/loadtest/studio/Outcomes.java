package dev.croupier.loadtest.studio;

import java.util.function.Function;

/** What comes out of a round: a pure function of a seed and the round's id. */
public final class Outcomes {
  private Outcomes() {}

  /**
   * The outcomes of a game; each baccarat round has a shoe of its own.
   *
   * @param seed secret, at least 16 bytes
   */
  public static Function<String, RoundState.Outcome> of(Pictures.Game game, byte[] seed) {
    return switch (game) {
      case ROULETTE -> new RouletteScript(seed)::outcome;
      case BACCARAT -> {
        BaccaratScript script = new BaccaratScript(seed);
        yield round -> script.outcome(round).coup();
      }
    };
  }
}
