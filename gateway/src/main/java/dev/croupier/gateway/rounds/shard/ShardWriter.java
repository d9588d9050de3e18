package dev.croupier.gateway.rounds.shard;

import dev.croupier.gateway.ids.ShardId;
import dev.croupier.gateway.rounds.event.Answer;
import dev.croupier.gateway.rounds.event.Answers;
import dev.croupier.gateway.rounds.event.Command;
import dev.croupier.gateway.rounds.event.CommandCodec;
import dev.croupier.gateway.rounds.event.Refusal;
import dev.croupier.gateway.rounds.event.Round;
import dev.croupier.gateway.rounds.ledger.CommittedFacts;
import dev.croupier.gateway.rounds.ledger.FencedException;
import dev.croupier.gateway.rounds.ledger.Journal;
import dev.croupier.gateway.rounds.ledger.OutcomeUnknownException;
import dev.croupier.gateway.rounds.ledger.Recovered;
import dev.croupier.gateway.rounds.rules.Ruleset;
import dev.croupier.time.clock.TableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of a shard: takes what has queued while the last commit ran, decides it in memory,
 * commits it in one transaction, and only then publishes and answers.
 *
 * <p>{@link #submit} is for any thread. Decisions are made on the writer's own platform thread;
 * answers are completed on a virtual thread of each batch, so that no caller's code runs on the
 * writer.
 */
public final class ShardWriter implements AutoCloseable {
  /** Commands in one transaction at most; there is no timer, a batch is what is there. */
  public static final int MAX_BATCH = 256;

  /** Commands that may wait; at 25,000/s about 0.3 s. More are refused before any decision. */
  public static final int QUEUE = 8_192;

  /** How long the writer looks at an empty queue before it asks whether it shall end. */
  private static final long IDLE_MS = 100;

  private static final Logger LOG = LoggerFactory.getLogger(ShardWriter.class);

  private final ShardId shard;
  private final Journal journal;
  private final CommittedFacts facts;
  private final Consumer<ShardStatus> stopped;
  private final BlockingQueue<Pending> queue;
  private final BatchRun run;
  private final List<Round> unfinished;
  private final Recovered recovered;
  private final Thread thread;
  private volatile ShardStatus status = ShardStatus.SERVING;
  private volatile boolean closing;

  /**
   * Recovers the shard and begins to write.
   *
   * @param rules rulesets by {@code calcVer}, empty for unknown or retired
   * @param stopped told once, on the writer's thread, if it ends by itself: the process must end
   */
  public static ShardWriter start(
      ShardId shard,
      Journal journal,
      TableClock clock,
      Function<String, Optional<Ruleset>> rules,
      CommittedFacts facts,
      Consumer<ShardStatus> stopped) {
    ShardWriter writer = new ShardWriter(shard, journal, clock, rules, facts, stopped, QUEUE);
    writer.begin();
    return writer;
  }

  /** Begins to write; once. */
  void begin() {
    thread.start();
  }

  ShardWriter(
      ShardId shard,
      Journal journal,
      TableClock clock,
      Function<String, Optional<Ruleset>> rules,
      CommittedFacts facts,
      Consumer<ShardStatus> stopped,
      int queueCapacity) {
    this.shard = shard;
    this.journal = journal;
    this.facts = facts;
    this.stopped = stopped;
    this.queue = new ArrayBlockingQueue<>(queueCapacity);
    this.recovered = journal.recover();
    this.run = new BatchRun(shard, journal, clock, rules, recovered);
    this.unfinished = recovered.open().stream().map(Recovered.OpenRound::round).toList();
    this.thread = Thread.ofPlatform().daemon().name("shard-" + shard).unstarted(this::write);
  }

  /** A command that waits for its answer. */
  record Pending(Command command, CommandCodec.Encoded encoded, CompletableFuture<Answer> answer) {}

  /**
   * Hands a command in. The future ends with the answer after the commit; with a refusal {@code
   * overloaded} at once if the queue is full, in which case nothing was decided; exceptionally with
   * {@link ShardStoppedException} if its outcome is unknown, or with another exception if it met a
   * bug of ours, in which case nothing was stored.
   */
  public CompletableFuture<Answer> submit(Command command) {
    Objects.requireNonNull(command.licensee());
    Objects.requireNonNull(command.key());
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    if (status != ShardStatus.SERVING || closing) {
      answer.complete(overloaded(command, "the shard " + shard + " has stopped"));
    } else if (!queue.offer(new Pending(command, CommandCodec.encode(command), answer))) {
      answer.complete(overloaded(command, "the shard " + shard + " has a full queue"));
    } else if (status != ShardStatus.SERVING) {
      // It stopped between the question and the offer; nobody may be left waiting.
      abandon(List.of(), null);
    }
    return answer;
  }

  /** How it is. */
  public ShardStatus status() {
    return status;
  }

  /** Commands that wait. */
  public int queued() {
    return queue.size();
  }

  /** Rounds that were unfinished when it started. */
  public List<Round> unfinished() {
    return unfinished;
  }

  /** What it started with. */
  public Recovered recovered() {
    return recovered;
  }

  /** Ends: what has queued is still decided and answered, then the journal is closed. */
  @Override
  public void close() {
    closing = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    journal.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    List<Pending> batch = new ArrayList<>(MAX_BATCH);
    ShardStatus end = ShardStatus.CLOSED;
    Throwable why = null;
    try {
      while (take(batch)) {
        BatchRun.Outcome outcome = run.decide(batch);
        if (!outcome.records().isEmpty()) {
          journal.commit(outcome.records());
        }
        run.committed();
        facts.publish(outcome.facts());
        Thread.startVirtualThread(outcome::answer);
        batch.clear();
      }
    } catch (FencedException e) {
      end = ShardStatus.FENCED;
      why = e;
    } catch (OutcomeUnknownException e) {
      end = ShardStatus.SUSPECT;
      why = e;
    } catch (Throwable e) {
      end = ShardStatus.FAILED;
      why = e;
    }
    status = end;
    if (why != null) {
      LOG.error("shard {} stopped: {}: {}", shard, end, why.getMessage(), why);
    }
    abandon(batch, why);
    if (end != ShardStatus.CLOSED) {
      stopped.accept(end);
    }
  }

  /** Fills the batch with what is there; false when the writer shall end and nothing waits. */
  private boolean take(List<Pending> batch) throws InterruptedException {
    while (true) {
      Pending first = queue.poll(IDLE_MS, TimeUnit.MILLISECONDS);
      if (first != null) {
        batch.add(first);
        queue.drainTo(batch, MAX_BATCH - 1);
        return true;
      }
      if (closing) {
        return false;
      }
    }
  }

  /** Nothing is answered whose outcome is unknown; what was only queued was never decided. */
  private void abandon(List<Pending> undecided, Throwable why) {
    List<Pending> queued = new ArrayList<>();
    queue.drainTo(queued);
    List<Pending> unknown = List.copyOf(undecided);
    Thread.startVirtualThread(
        () -> {
          for (Pending pending : unknown) {
            pending.answer.completeExceptionally(
                new ShardStoppedException("the shard " + shard + " has stopped", why));
          }
          for (Pending pending : queued) {
            pending.answer.complete(
                overloaded(pending.command, "the shard " + shard + " has stopped"));
          }
        });
  }

  private static Answer overloaded(Command command, String detail) {
    return Answers.refused(command.key(), Refusal.OVERLOADED, detail);
  }
}
