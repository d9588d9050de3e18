package dev.croupier.loadtest.check;

import java.util.List;

/** What a round ended with, as it was announced. Immutable. */
public sealed interface Outcome {
  /**
   * Roulette.
   *
   * @param number 0–36
   */
  record Pocket(int number) implements Outcome {}

  /**
   * Punto banco; each hand in dealing order, cards such as {@code 7H} and {@code TD}.
   *
   * @param player the player's hand
   * @param banker the banker's hand
   */
  record Coup(List<String> player, List<String> banker) implements Outcome {
    /** Copies the hands. */
    public Coup {
      player = List.copyOf(player);
      banker = List.copyOf(banker);
    }
  }
}
