package dev.croupier.gateway.rounds.event;

/** What moves a round from one state to another. */
public enum RoundTrigger {
  /** Its open is committed. */
  OPENED,
  /** Betting ends, by the dealer or at {@code closesAt}. */
  CLOSE,
  /** A possible result, dealt after the close. */
  RESULT,
  /** A result that is impossible, too early, or contradicts another source. */
  DOUBT,
  /** The round's {@code calcVer} is unknown or retired: nothing is guessed. */
  PARK,
  /** A supervisor names the result. */
  CONFIRM,
  /** Every bet is paid. */
  SETTLE,
  /** No spin: the result is still to come. */
  RESPIN,
  /** Every stake goes back. */
  VOID
}
