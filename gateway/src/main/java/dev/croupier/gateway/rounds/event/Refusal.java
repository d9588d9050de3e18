package dev.croupier.gateway.rounds.event;

import java.util.Locale;

/**
 * Why a command was refused. The first thirteen are a bet's, and are checked in this order.
 *
 * <p>A refusal by the writer is a stored result; the last group is answered before any decision and
 * is never stored.
 */
public enum Refusal {
  CANCELLED_BEFORE(422, "Cancelled before it came"),
  UNKNOWN_ROUND(422, "No such round"),
  CURRENCY_MISMATCH(422, "Another currency"),
  BETTING_CLOSED(422, "Betting is closed"),
  UNKNOWN_SPOT(422, "No such spot"),
  INVALID_STAKE(422, "Not a stake"),
  BELOW_MINIMUM(422, "Below the minimum"),
  ABOVE_MAXIMUM(422, "Above the maximum"),
  STEP(422, "Not a multiple of the step"),
  TABLE_LIMIT(422, "Above the table's limit"),
  LIABILITY_LIMIT(422, "Above the round's liability"),
  LIMIT_REACHED(422, "A limit is reached"),
  INSUFFICIENT_FUNDS(422, "Not enough money"),

  UNKNOWN_BET(422, "No such bet"),
  BUSY(409, "Another round is under way"),
  NOT_READY(422, "Not in this state"),
  IMPOSSIBLE_RESULT(422, "Impossible result"),
  RESULT_CONFLICT(422, "Another result stands"),

  MALFORMED(400, "Malformed"),
  MISSING_IDEMPOTENCY_KEY(400, "Idempotency key missing"),
  UNKNOWN_TABLE(404, "No such table"),
  IDEMPOTENCY_MISMATCH(422, "Same key, other request"),
  IN_PROGRESS(409, "Still running"),
  OVERLOADED(503, "Overloaded");

  private final int status;
  private final String title;

  Refusal(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The problem's title (RFC 9457), the same for every occurrence. */
  public String title() {
    return title;
  }

  /** The stable code. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
