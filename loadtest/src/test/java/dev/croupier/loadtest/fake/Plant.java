package dev.croupier.loadtest.fake;

/** What a {@link FakeGateway} does wrong, once. */
public enum Plant {
  /** Nothing. */
  NOTHING,
  /** An accepted bet is not settled. */
  LOST_BET,
  /** A bet that came well after the close is accepted. */
  LATE_BET,
  /** An answer comes twice. */
  SECOND_ANSWER,
  /** A stake is taken twice. */
  SECOND_DEBIT,
  /** A round is settled twice. */
  SECOND_SETTLEMENT,
  /** A bet is settled twice within its round. */
  BET_SETTLED_TWICE,
  /** A bet is paid a unit too much. */
  PAYOUT,
  /** A balance beside a settlement is a unit off. */
  BALANCE,
  /** A wallet holds a unit too much. */
  WALLET,
  /** The repeat of a slip has another answer. */
  ANOTHER_ANSWER,
  /** A message is lost. */
  HOLE,
  /** A message comes twice. */
  ECHO,
  /** Paid by another result than the announced one. */
  ANOTHER_RESULT,
  /** Two results are announced. */
  SECOND_RESULT,
  /** Cards against the third-card rule. */
  IMPOSSIBLE_RESULT,
  /** A slip is accepted without a word. */
  NO_ANSWER
}
