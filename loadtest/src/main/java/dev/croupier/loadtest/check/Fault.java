package dev.croupier.loadtest.check;

import java.util.Locale;

/** What can be wrong with a player's money and messages, each a plain count. */
public enum Fault {
  /** Slips without an answer, though their connection stood. */
  UNANSWERED,
  /** Accepted bets that their settled round does not know. */
  LOST,
  /** Bets accepted although they surely came after their round's close. */
  LATE_ACCEPTED,
  /** Bets answered more often than asked, settled or debited twice, or never placed. */
  DOUBLED,
  /** Bets paid otherwise than by the own table and the announced result. */
  WRONG_PAYOUT,
  /** Balances told with bets and rounds that do not follow from each other. */
  WRONG_BALANCE,
  /** Wallets that differ from the books at the end. */
  WRONG_WALLET,
  /** Answers under a key already answered that are not the very same bytes. */
  CHANGED_ANSWER,
  /** Rounds paid by another result than the announced one, or announced with two. */
  CHANGED_RESULT,
  /** Results that the game cannot have: no such pocket, cards against the third-card rule. */
  IMPOSSIBLE_RESULT,
  /** Messages missing by their {@code seq}. */
  SEQUENCE_HOLE,
  /** Messages whose {@code seq} had come before. */
  SEQUENCE_REPEAT;

  /** Its name in reports. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
