package dev.croupier.gateway.rounds.table;

import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.rounds.event.Limits;

/**
 * How a table plays. Durations in µs.
 *
 * @param calcVer for its next round
 * @param limits for its next round
 * @param displayGraceUs how much earlier the countdown shown ends than betting
 * @param maxBettingUs the longest betting time a dealer may ask for
 * @param settleManually whether a dealer settles; otherwise settling follows the result by itself
 * @param noResultUs how long after the close a missing result raises an alert
 * @param unfinishedUs how long after the close the policy acts
 * @param unfinished what then happens
 */
public record TableSettings(
    TableId table,
    String calcVer,
    Limits limits,
    long displayGraceUs,
    long maxBettingUs,
    boolean settleManually,
    long noResultUs,
    long unfinishedUs,
    Unfinished unfinished) {
  /** What happens to a round that gets no result. */
  public enum Unfinished {
    /** Nothing but another alert. */
    HOLD,
    /** Every stake goes back. */
    VOID
  }

  /** The defaults: 300 ms of grace, at most 10 min of betting, 60 s, 10 min, hold. */
  public static TableSettings of(TableId table, String calcVer, Limits limits) {
    return new TableSettings(
        table,
        calcVer,
        limits,
        300_000,
        600_000_000,
        false,
        60_000_000,
        600_000_000,
        Unfinished.HOLD);
  }

  /** With settling by hand. */
  public TableSettings settledManually() {
    return new TableSettings(
        table,
        calcVer,
        limits,
        displayGraceUs,
        maxBettingUs,
        true,
        noResultUs,
        unfinishedUs,
        unfinished);
  }

  /** With a policy for rounds that get no result. */
  public TableSettings unfinished(long afterUs, Unfinished policy) {
    return new TableSettings(
        table,
        calcVer,
        limits,
        displayGraceUs,
        maxBettingUs,
        settleManually,
        noResultUs,
        afterUs,
        policy);
  }
}
