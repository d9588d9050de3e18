package dev.croupier.loadtest.studio;

import dev.croupier.loadtest.studio.RoundState.Outcome;
import dev.croupier.loadtest.studio.RoundState.Outcome.Coup;
import java.util.ArrayList;
import java.util.List;

/**
 * When what happens in a round, in table time: the same for the pictures and for whoever reports
 * the round to the server. A pure function of the round.
 *
 * <p>Roulette: the ball leaves the hand 5 s before the close, falls 6 s after it and rests 2.4 s
 * later. Baccarat: the first card leaves the shoe 1 s after the close, the next ones in turn; each
 * takes 0.7 s and is face up after 0.5 s; a third card comes after a pause.
 */
public final class RoundTimeline {
  /** From the ball's leaving to the close. */
  static final long BALL_BEFORE_CLOSE = 5_000_000;

  /** From the close to the ball's fall. */
  static final long FALL_AFTER_CLOSE = 6_000_000;

  /** From the ball's fall to its rest. */
  static final long FALL_TAKES = 2_400_000;

  /** From the close to the first card. */
  static final long CARDS_AFTER_CLOSE = 1_000_000;

  /** From the shoe to its place. */
  static final long CARD_TAKES = 700_000;

  /** From the shoe to showing its face. */
  static final long CARD_SHOWS = 500_000;

  /** From one card to the next. */
  static final long NEXT_CARD = 1_000_000;

  /** Longer before a third card. */
  static final long THIRD_CARD_PAUSE = 600_000;

  /** From the last movement to the result. */
  static final long RESULT_PAUSE = 400_000;

  /** How long the result lies open. */
  static final long RESULT_SHOWS = 5_000_000;

  /** How long the table is cleared. */
  static final long CLEARING_TAKES = 1_000_000;

  private final RoundState round;
  private final List<Dealt> dealt;
  private final long restsAt;

  private RoundTimeline(RoundState round) {
    this.round = round;
    dealt = round.outcome() instanceof Coup coup ? deal(round.closesAtMicros(), coup) : List.of();
    restsAt =
        switch (round.outcome()) {
          case Outcome.None _ -> round.closesAtMicros();
          case Outcome.Pocket _ -> round.closesAtMicros() + FALL_AFTER_CLOSE + FALL_TAKES;
          case Coup _ -> dealt.getLast().leavesAtMicros() + CARD_TAKES;
        };
  }

  /** The timeline of a round that is on the table. */
  public static RoundTimeline of(RoundState round) {
    if (!round.present()) {
      throw new IllegalArgumentException("no round");
    }
    return new RoundTimeline(round);
  }

  /** The betting time that a round on the timeline has. */
  public RoundState round() {
    return round;
  }

  /** Roulette: when the ball leaves the dealer's hand, at the opening if there is no time left. */
  public long ballLeavesAtMicros() {
    return Math.max(round.opensAtMicros(), round.closesAtMicros() - BALL_BEFORE_CLOSE);
  }

  /** Roulette: when the ball leaves its track. */
  public long ballFallsAtMicros() {
    return round.closesAtMicros() + FALL_AFTER_CLOSE;
  }

  /** When nothing moves any more: the ball in its pocket, the last card in its place. */
  public long restsAtMicros() {
    return restsAt;
  }

  /** When the result is to be announced. */
  public long resultAtMicros() {
    return restsAt + RESULT_PAUSE;
  }

  /** When the table begins to be cleared. */
  public long clearsAtMicros() {
    return resultAtMicros() + RESULT_SHOWS;
  }

  /** When the table is clear and the next round may open. */
  public long endsAtMicros() {
    return clearsAtMicros() + CLEARING_TAKES;
  }

  /** Baccarat: the cards in the order in which they leave the shoe; empty for roulette. */
  public List<Dealt> dealt() {
    return dealt;
  }

  private static List<Dealt> deal(long closesAt, Coup coup) {
    List<Dealt> cards = new ArrayList<>(6);
    long at = closesAt + CARDS_AFTER_CLOSE;
    for (int place = 0; place < 3; place++) {
      for (Hand hand : Hand.values()) {
        List<PlayingCard> held = hand == Hand.PLAYER ? coup.player() : coup.banker();
        if (place < held.size()) {
          at += place == 2 ? THIRD_CARD_PAUSE : 0;
          cards.add(new Dealt(held.get(place), hand, place, at));
          at += NEXT_CARD;
        }
      }
    }
    return List.copyOf(cards);
  }

  /** Whose card. */
  public enum Hand {
    /** The player's, dealt first. */
    PLAYER,
    /** The banker's. */
    BANKER
  }

  /**
   * A card's way from the shoe.
   *
   * @param card which
   * @param hand whose
   * @param place 0–2 in its hand
   * @param leavesAtMicros when it leaves the shoe
   */
  public record Dealt(PlayingCard card, Hand hand, int place, long leavesAtMicros) {
    /** When its face is seen. */
    public long showsAtMicros() {
      return leavesAtMicros + CARD_SHOWS;
    }

    /** When it lies in its place. */
    public long liesAtMicros() {
      return leavesAtMicros + CARD_TAKES;
    }
  }
}
