package dev.croupier.gateway.rounds.rules;

import dev.croupier.gateway.rounds.event.BaccaratResult;
import dev.croupier.gateway.rounds.event.Card;
import java.util.List;
import java.util.Optional;

/**
 * How often each card has come out of one shoe. The table holds one for its shoe, asks {@link
 * #check} for each reported coup, and {@link #take}s each one that is decided; after a restart it
 * takes the shoe's decided coups again.
 *
 * <p>Not thread-safe: it belongs to the table.
 */
public final class ShoeCount {
  /** Decks in a shoe of punto banco, so a card can come out this often. */
  public static final int DECKS = 8;

  private final String shoe;
  private final int[] dealt = new int[Card.KINDS];

  /** A shoe of which no card has been seen. */
  public ShoeCount(String shoe) {
    if (!BaccaratResult.isShoe(shoe)) {
      throw new IllegalArgumentException("not a shoe id: " + shoe);
    }
    this.shoe = shoe;
  }

  /** The shoe's id. */
  public String shoe() {
    return shoe;
  }

  /** {@code ninth_copy} if the shoe cannot hold these cards any more, else empty. */
  public Optional<String> check(BaccaratResult coup) {
    int[] now = countWith(coup);
    for (int copies : now) {
      if (copies > DECKS) {
        return Optional.of("ninth_copy");
      }
    }
    return Optional.empty();
  }

  /**
   * Counts the cards of a decided coup, also of one that a supervisor confirmed against {@link
   * #check}: cards that lay on the table are out of the shoe.
   */
  public void take(BaccaratResult coup) {
    System.arraycopy(countWith(coup), 0, dealt, 0, dealt.length);
  }

  /** How often a card has come out. */
  public int dealt(Card card) {
    return dealt[card.index()];
  }

  private int[] countWith(BaccaratResult coup) {
    if (!coup.shoe().equals(shoe)) {
      throw new IllegalArgumentException("cards of shoe " + coup.shoe() + ", not of " + shoe);
    }
    int[] count = dealt.clone();
    for (List<Card> hand : List.of(coup.player(), coup.banker())) {
      for (Card card : hand) {
        count[card.index()]++;
      }
    }
    return count;
  }
}
