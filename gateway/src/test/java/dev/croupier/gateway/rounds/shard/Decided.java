package dev.croupier.gateway.rounds.shard;

import dev.croupier.gateway.rounds.Fixtures;
import dev.croupier.gateway.rounds.MemoryJournal;
import dev.croupier.gateway.rounds.TestClock;
import dev.croupier.gateway.rounds.event.Answer;
import dev.croupier.gateway.rounds.event.Command;
import dev.croupier.gateway.rounds.event.CommandCodec;
import dev.croupier.gateway.rounds.event.Fact;
import dev.croupier.gateway.rounds.ledger.Verification;
import dev.croupier.gateway.rounds.rules.Ruleset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The writer's decisions on the test's own thread: what production runs, without its queue. */
final class Decided {
  final MemoryJournal journal = new MemoryJournal();
  final TestClock clock = new TestClock();
  final List<Fact> facts = new ArrayList<>();
  Function<String, Optional<Ruleset>> rules = Fixtures.RULES::find;
  private BatchRun run;

  Decided() {
    restart();
  }

  /** As after a crash: memory is gone, the journal is there. */
  void restart() {
    run =
        new BatchRun(
            Fixtures.SHARD, journal, clock, calcVer -> rules.apply(calcVer), journal.recover());
  }

  /** One command, one batch. */
  Answer decide(Command command) {
    return decide(List.of(command)).getFirst();
  }

  /** Several commands in one batch. */
  List<Answer> decide(List<Command> commands) {
    List<ShardWriter.Pending> batch = new ArrayList<>();
    for (Command command : commands) {
      batch.add(
          new ShardWriter.Pending(
              command, CommandCodec.encode(command), new CompletableFuture<>()));
    }
    BatchRun.Outcome outcome = run.decide(batch);
    if (!outcome.records().isEmpty()) {
      journal.commit(outcome.records());
    }
    run.committed();
    facts.addAll(outcome.facts());
    outcome.answer();
    return batch.stream().map(pending -> pending.answer().join()).toList();
  }

  /** What the verifier finds; empty if all is well. */
  List<String> findings() {
    Verification.Report report = new Verifier(Fixtures.RULES).verify(journal);
    return report.findings();
  }
}
