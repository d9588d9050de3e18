package dev.croupier.gateway.control.port;

import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.TableId;

/** A dealer's or supervisor's command on a round. Roles were checked by the door. */
public sealed interface RoundCommand {
  /** Who commands. */
  Staff by();

  /** The command's key, {@code [A-Za-z0-9._:-]{1,64}}. */
  String idempotencyKey();

  /** Opens a round; betting lasts {@code bettingMs} milliseconds, above 0. */
  record Open(Staff by, String idempotencyKey, TableId table, long bettingMs)
      implements RoundCommand {}

  /** Ends betting before its time. */
  record Close(Staff by, String idempotencyKey, RoundId round) implements RoundCommand {}

  /**
   * Shows what happens at the table; changes no state.
   *
   * @param kind {@code ball_launched} or {@code card}
   * @param card for example {@code 7H}, or null
   * @param to {@code player} or {@code banker}, or null
   * @param frame capture time of its frame in table time, or null: now
   */
  record Progress(
      Staff by,
      String idempotencyKey,
      RoundId round,
      String kind,
      String card,
      String to,
      Long frame)
      implements RoundCommand {}

  /**
   * The facts of the table.
   *
   * @param resultJson the {@code result} object as JSON, re-encoded without blanks
   * @param source {@code dealer}, {@code sensor} or {@code supervisor}
   * @param frame capture time of its frame in table time, or null: now
   */
  record Result(
      Staff by, String idempotencyKey, RoundId round, byte[] resultJson, String source, Long frame)
      implements RoundCommand {}

  /** Settles a round of a table that says {@code settle: manual}. */
  record Settle(Staff by, String idempotencyKey, RoundId round) implements RoundCommand {}

  /** No spin: stays closed, keeps the bets. */
  record Respin(Staff by, String idempotencyKey, RoundId round) implements RoundCommand {}

  /** Leaves HELD with a result. */
  record Confirm(Staff by, String idempotencyKey, RoundId round, byte[] resultJson)
      implements RoundCommand {}

  /** Refunds the whole round; the reason is one of the plane's list. */
  record VoidRound(Staff by, String idempotencyKey, RoundId round, String reason)
      implements RoundCommand {}
}
