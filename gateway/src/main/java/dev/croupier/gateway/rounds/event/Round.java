package dev.croupier.gateway.rounds.event;

import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.TableId;

/**
 * A round as it stands. Times are table time in µs.
 *
 * @param owner whose table it is, {@link #SHARED} for one that plays for every licensee
 * @param counter rises by one with each round of the table
 * @param calcVer pinned at open
 * @param rulesHash pinned at open
 * @param limitsVer pinned at open
 * @param closesAt no bet is taken at or after it
 * @param displayClosesAt when the countdown shown ends
 * @param closedAt when the close was journaled, or null
 * @param result or null
 * @param resultFrame capture time of the frame that shows it, or null
 * @param reason why it is held, parked or void, or null
 * @param openedSeq the writer's number of its open
 */
public record Round(
    RoundId id,
    TableId table,
    LicenseeId owner,
    long counter,
    RoundState state,
    String calcVer,
    String rulesHash,
    String limitsVer,
    long openedAt,
    long closesAt,
    long displayClosesAt,
    Long closedAt,
    Result result,
    Long resultFrame,
    String reason,
    long openedSeq) {
  /** The studio itself: owns the tables that play for every licensee. */
  public static final LicenseeId SHARED = new LicenseeId("house");

  /**
   * The state after a trigger.
   *
   * @throws IllegalStateException if the trigger means nothing here: the caller asks {@link
   *     RoundState#on} before
   */
  public Round on(RoundTrigger trigger) {
    RoundState next =
        state
            .on(trigger)
            .orElseThrow(() -> new IllegalStateException(trigger + " in " + state + " of " + id));
    return new Round(
        id,
        table,
        owner,
        counter,
        next,
        calcVer,
        rulesHash,
        limitsVer,
        openedAt,
        closesAt,
        displayClosesAt,
        closedAt,
        result,
        resultFrame,
        reason,
        openedSeq);
  }

  /** With the time of its close. */
  public Round closed(long at) {
    return new Round(
        id,
        table,
        owner,
        counter,
        state,
        calcVer,
        rulesHash,
        limitsVer,
        openedAt,
        closesAt,
        displayClosesAt,
        at,
        result,
        resultFrame,
        reason,
        openedSeq);
  }

  /** With a result, or null for none, and the reason of its state. */
  public Round with(Result newResult, Long newFrame, String newReason) {
    return new Round(
        id,
        table,
        owner,
        counter,
        state,
        calcVer,
        rulesHash,
        limitsVer,
        openedAt,
        closesAt,
        displayClosesAt,
        closedAt,
        newResult,
        newFrame,
        newReason,
        openedSeq);
  }

  /** From when on no bet can have been taken: its close, or {@code closesAt} if that was sooner. */
  public long bettingEndedAt() {
    return closedAt == null ? closesAt : Math.min(closedAt, closesAt);
  }
}
