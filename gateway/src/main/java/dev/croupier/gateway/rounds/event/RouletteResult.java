package dev.croupier.gateway.rounds.event;

/**
 * Where the ball came to rest.
 *
 * @param pocket as reported; possible are 0–36, which the engine checks
 */
public record RouletteResult(int pocket) implements Result {
  @Override
  public String game() {
    return "roulette";
  }

  @Override
  public String canonicalJson() {
    return "{\"pocket\":" + pocket + "}";
  }
}
