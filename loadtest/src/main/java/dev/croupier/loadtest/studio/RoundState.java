package dev.croupier.loadtest.studio;

import java.util.List;

/**
 * What a picture must know of a round: when its betting opens and closes and what will come out,
 * which wheel and cards know before the players do. All phases follow from it.
 *
 * @param round its id, empty when no round is on the table
 * @param opensAtMicros table time at which betting opens
 * @param closesAtMicros table time at which betting closes
 * @param outcome what comes out
 */
public record RoundState(String round, long opensAtMicros, long closesAtMicros, Outcome outcome) {
  /** No round: the ball goes round, the table is bare. */
  public static final RoundState NONE = new RoundState("", 0, Long.MAX_VALUE, new Outcome.None());

  /** What comes out of a round. */
  public sealed interface Outcome {
    /** Nothing is known, nothing comes out. */
    record None() implements Outcome {}

    /**
     * Roulette.
     *
     * @param pocket 0–36
     */
    record Pocket(int pocket) implements Outcome {
      /** Checks the range. */
      public Pocket {
        if (pocket < 0 || pocket > 36) {
          throw new IllegalArgumentException("no such pocket: " + pocket);
        }
      }
    }

    /**
     * A baccarat coup.
     *
     * @param player two or three cards, in dealing order
     * @param banker two or three cards, in dealing order
     */
    record Coup(List<PlayingCard> player, List<PlayingCard> banker) implements Outcome {
      /** Checks the numbers and copies. */
      public Coup {
        if (player.size() < 2 || player.size() > 3 || banker.size() < 2 || banker.size() > 3) {
          throw new IllegalArgumentException("a hand has two or three cards");
        }
        player = List.copyOf(player);
        banker = List.copyOf(banker);
      }
    }
  }

  /** Whether there is a round at all. */
  public boolean present() {
    return !round.isEmpty();
  }
}
