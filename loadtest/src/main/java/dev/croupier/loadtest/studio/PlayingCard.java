package dev.croupier.loadtest.studio;

/**
 * A playing card.
 *
 * @param rank one of {@code A23456789TJQK}
 * @param suit one of {@code SHDC}
 */
public record PlayingCard(char rank, char suit) {
  /** All ranks, ace first. */
  public static final String RANKS = "A23456789TJQK";

  /** All suits. */
  public static final String SUITS = "SHDC";

  /** Checks rank and suit. */
  public PlayingCard {
    if (RANKS.indexOf(rank) < 0 || SUITS.indexOf(suit) < 0) {
      throw new IllegalArgumentException("no such card: " + rank + suit);
    }
  }

  /** From the form of the interfaces, for example {@code 7H}. */
  public static PlayingCard of(String text) {
    if (text.length() != 2) {
      throw new IllegalArgumentException("no such card: " + text);
    }
    return new PlayingCard(text.charAt(0), text.charAt(1));
  }

  /** Worth in baccarat, 0–9. */
  public int points() {
    int index = RANKS.indexOf(rank);
    return index < 9 ? index + 1 : 0;
  }

  /** Hearts and diamonds. */
  public boolean red() {
    return suit == 'H' || suit == 'D';
  }

  @Override
  public String toString() {
    return "" + rank + suit;
  }
}
