package dev.croupier.gateway.rounds.shard;

import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.ShardId;
import dev.croupier.gateway.rounds.event.Answer;
import dev.croupier.gateway.rounds.event.Answers;
import dev.croupier.gateway.rounds.event.Bet;
import dev.croupier.gateway.rounds.event.Command;
import dev.croupier.gateway.rounds.event.CommandCodec;
import dev.croupier.gateway.rounds.event.Fact;
import dev.croupier.gateway.rounds.event.Refusal;
import dev.croupier.gateway.rounds.event.Stamp;
import dev.croupier.gateway.rounds.ledger.Change;
import dev.croupier.gateway.rounds.ledger.HashChain;
import dev.croupier.gateway.rounds.ledger.Journal;
import dev.croupier.gateway.rounds.ledger.JournalRecord;
import dev.croupier.gateway.rounds.ledger.Keyed;
import dev.croupier.gateway.rounds.ledger.Needs;
import dev.croupier.gateway.rounds.ledger.Recovered;
import dev.croupier.gateway.rounds.ledger.StoredAnswer;
import dev.croupier.gateway.rounds.rules.Ruleset;
import dev.croupier.time.clock.TableClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides batches one after the other: repeats, order, time, hash chain. The shard's writer thread.
 */
final class BatchRun {
  private static final Logger LOG = LoggerFactory.getLogger(BatchRun.class);

  private final ShardId shard;
  private final Journal journal;
  private final TableClock clock;
  private final Decider decider;
  private final ShardState state = new ShardState();
  private final HashChain chain;
  private final long epoch;
  private long seq;
  private long ts;

  BatchRun(
      ShardId shard,
      Journal journal,
      TableClock clock,
      Function<String, Optional<Ruleset>> rules,
      Recovered recovered) {
    this.shard = shard;
    this.journal = journal;
    this.clock = clock;
    this.decider = new Decider(state, rules);
    this.chain = new HashChain(recovered.head());
    this.epoch = recovered.epoch();
    this.seq = recovered.seq();
    this.ts = recovered.ts();
    state.recover(recovered);
  }

  /** What a batch came to; valid once it is committed. */
  record Outcome(List<JournalRecord> records, List<Fact> facts, List<Runnable> answers) {
    void answer() {
      answers.forEach(Runnable::run);
    }
  }

  Outcome decide(List<ShardWriter.Pending> batch) {
    prefetch(batch);
    Outcome outcome =
        new Outcome(new ArrayList<>(batch.size()), new ArrayList<>(), new ArrayList<>());
    for (ShardWriter.Pending pending : batch) {
      Command command = pending.command();
      StoredAnswer before = state.answer(command.licensee(), command.key());
      if (before != null && !before.isTombstone()) {
        Answer answer =
            Arrays.equals(before.requestHash(), pending.encoded().requestHash())
                ? before.answer()
                : Answers.refused(
                    command.key(),
                    Refusal.IDEMPOTENCY_MISMATCH,
                    "the key was used for another request");
        outcome.answers.add(() -> pending.answer().complete(answer));
        continue;
      }
      decide(pending, pending.encoded(), outcome);
    }
    return outcome;
  }

  /** The batch is durable: what was loaded for it may go. */
  void committed() {
    state.forget();
  }

  private void decide(ShardWriter.Pending pending, CommandCodec.Encoded encoded, Outcome outcome) {
    Command command = pending.command();
    long nextSeq = seq + 1;
    long nextTs = Math.max(ts + 1, clock.nowMicros());
    Decision decision;
    try {
      decision = decider.decide(command, new Stamp(shard, nextSeq, nextTs), epoch);
    } catch (RuntimeException bug) {
      // Deciding changes nothing, so the neighbours are not concerned.
      LOG.error("command {} {} met a bug", command.kind(), command.key(), bug);
      outcome.answers.add(() -> pending.answer().completeExceptionally(bug));
      return;
    }
    seq = nextSeq;
    ts = nextTs;
    JournalRecord record =
        chain.append(
            new JournalRecord(
                seq,
                ts,
                epoch,
                command.licensee(),
                command.key(),
                command.kind(),
                command.sender(),
                decision.bet(),
                roundOf(command, decision),
                encoded.record(),
                decision.rulesMissing(),
                encoded.requestHash(),
                decision.answer(),
                decision.entries(),
                decision.changes(),
                null));
    state.apply(decision.changes(), seq, ts);
    state.answered(
        command.licensee(),
        command.key(),
        new StoredAnswer(
            encoded.requestHash(), command.sender(), decision.bet(), decision.answer(), seq, ts));
    outcome.records.add(record);
    outcome.facts.addAll(decision.facts());
    outcome.answers.add(() -> pending.answer().complete(decision.answer()));
  }

  private static RoundId roundOf(Command command, Decision decision) {
    return switch (command) {
      case Command.OfRound c -> c.round();
      case Command.BetPlace c -> decision.bet() == null ? c.round() : null;
      case Command.RoundOpen _ ->
          decision.changes().stream()
              .filter(Change.RoundNew.class::isInstance)
              .map(change -> ((Change.RoundNew) change).round().id())
              .findFirst()
              .orElse(null);
      case Command.BetCancel _, Command.Deposit _ -> null;
    };
  }

  /** Asks the store once for all that the batch may look at. */
  private void prefetch(List<ShardWriter.Pending> batch) {
    Needs needs = new Needs();
    for (ShardWriter.Pending pending : batch) {
      Command command = pending.command();
      needs.keys().add(new Keyed(command.licensee(), command.key()));
      if (command.sender() != null && !state.hasWallet(command.licensee(), command.sender())) {
        needs.wallets().add(new Keyed(command.licensee(), command.sender().value()));
      }
      switch (command) {
        case Command.BetPlace c -> {
          if (state.open(c.round()) == null) {
            needs.rounds().add(c.round());
          }
        }
        case Command.BetCancel c -> {
          if (c.bet() == null) {
            needs.keys().add(new Keyed(c.licensee(), c.placeKey()));
          } else if (state.bet(c.licensee(), c.bet()) == null) {
            needs.bets().add(new Keyed(c.licensee(), c.bet().value()));
          }
        }
        case Command.OfRound c -> {
          RoundBook book = state.open(c.round());
          if (book == null) {
            needs.rounds().add(c.round());
          } else if (c instanceof Command.RoundSettle || c instanceof Command.RoundVoid) {
            needWallets(book, needs);
          }
        }
        case Command.Deposit _, Command.RoundOpen _ -> {}
      }
    }
    if (!needs.isEmpty()) {
      state.learn(journal.load(needs));
    }
    prefetchCancelled(batch);
  }

  private void needWallets(RoundBook book, Needs needs) {
    for (Bet bet : book.accepted()) {
      if (!state.hasWallet(bet.licensee(), bet.player())) {
        needs.wallets().add(new Keyed(bet.licensee(), bet.player().value()));
      }
    }
  }

  /** A cancel by key names its bet only through the stored answer: a second, rare question. */
  private void prefetchCancelled(List<ShardWriter.Pending> batch) {
    Needs more = new Needs();
    for (ShardWriter.Pending pending : batch) {
      if (pending.command() instanceof Command.BetCancel c && c.placeKey() != null) {
        StoredAnswer placed = state.answer(c.licensee(), c.placeKey());
        if (placed != null
            && placed.bet() != null
            && state.bet(c.licensee(), placed.bet()) == null) {
          more.bets().add(new Keyed(c.licensee(), placed.bet().value()));
        }
      }
    }
    if (!more.isEmpty()) {
      state.learn(journal.load(more));
    }
  }
}
