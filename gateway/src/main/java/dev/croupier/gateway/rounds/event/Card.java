package dev.croupier.gateway.rounds.event;

import java.util.Optional;

/**
 * A playing card, written {@code 7H}: rank, then suit.
 *
 * @param rank one of {@link #RANKS}
 * @param suit one of {@link #SUITS}
 */
public record Card(char rank, char suit) {
  /** Ace to king; {@code T} is the ten. */
  public static final String RANKS = "A23456789TJQK";

  /** Spades, hearts, diamonds, clubs. */
  public static final String SUITS = "SHDC";

  /** Different cards in one deck; {@link #index()} is below it. */
  public static final int KINDS = 52;

  /** Refuses what is no card. */
  public Card {
    if (RANKS.indexOf(rank) < 0 || SUITS.indexOf(suit) < 0) {
      throw new IllegalArgumentException("not a Card: " + rank + suit);
    }
  }

  /** The card a text from outside names, or empty: lower case, {@code 10H} and jokers are none. */
  public static Optional<Card> parse(String text) {
    if (text == null
        || text.length() != 2
        || RANKS.indexOf(text.charAt(0)) < 0
        || SUITS.indexOf(text.charAt(1)) < 0) {
      return Optional.empty();
    }
    return Optional.of(new Card(text.charAt(0), text.charAt(1)));
  }

  /** The rank as a number, ace 1 to king 13. */
  public int number() {
    return RANKS.indexOf(rank) + 1;
  }

  /** A number 0–51, different for every card. */
  public int index() {
    return RANKS.indexOf(rank) * SUITS.length() + SUITS.indexOf(suit);
  }

  @Override
  public String toString() {
    return "" + rank + suit;
  }
}
