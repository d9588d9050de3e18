package dev.croupier.gateway.rounds.ledger;

import dev.croupier.gateway.ids.BetId;
import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.rounds.event.Answer;
import java.util.List;

/**
 * One decision, as the journal keeps it.
 *
 * @param seq the writer's number
 * @param ts table time in µs
 * @param epoch of the writer that decided
 * @param licensee scope of the key
 * @param key idempotency key
 * @param kind of the command
 * @param player who sent it, or null
 * @param bet the bet it made, or null
 * @param round for finding it again: the round of a command to a round or of a refused bet, or null
 * @param command the command's record
 * @param rulesMissing whether the decision was made without knowing the round's rules
 * @param requestHash of the command
 * @param answer the stored answer
 * @param entries balanced
 * @param changes what else the store must hold; not kept by the journal itself
 * @param hash the chain's value after this record
 */
public record JournalRecord(
    long seq,
    long ts,
    long epoch,
    LicenseeId licensee,
    String key,
    String kind,
    PlayerId player,
    BetId bet,
    RoundId round,
    byte[] command,
    boolean rulesMissing,
    byte[] requestHash,
    Answer answer,
    List<Entry> entries,
    List<Change> changes,
    byte[] hash) {
  /** With the chain's value. */
  public JournalRecord chained(byte[] value) {
    return new JournalRecord(
        seq,
        ts,
        epoch,
        licensee,
        key,
        kind,
        player,
        bet,
        round,
        command,
        rulesMissing,
        requestHash,
        answer,
        entries,
        changes,
        value);
  }
}
