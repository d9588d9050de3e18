package dev.croupier.gateway.rounds.shard;

import dev.croupier.gateway.ids.BetId;
import dev.croupier.gateway.rounds.event.Answer;
import dev.croupier.gateway.rounds.event.Fact;
import dev.croupier.gateway.rounds.ledger.Change;
import dev.croupier.gateway.rounds.ledger.Entry;
import java.util.List;

/**
 * What a command comes to. Nothing has happened yet.
 *
 * @param answer to be stored
 * @param bet the bet it makes, or null
 * @param entries balanced
 * @param changes of state, in order
 * @param facts for after the commit, in order
 * @param rulesMissing whether the round's rules were asked for and unknown
 */
record Decision(
    Answer answer,
    BetId bet,
    List<Entry> entries,
    List<Change> changes,
    List<Fact> facts,
    boolean rulesMissing) {
  /** An answer that changes nothing. */
  static Decision only(Answer answer) {
    return new Decision(answer, null, List.of(), List.of(), List.of(), false);
  }

  Decision withRulesMissing() {
    return new Decision(answer, bet, entries, changes, facts, true);
  }
}
