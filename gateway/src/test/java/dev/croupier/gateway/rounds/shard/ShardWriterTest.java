package dev.croupier.gateway.rounds.shard;

import static dev.croupier.gateway.rounds.Fixtures.ANN;
import static dev.croupier.gateway.rounds.Fixtures.ROUND;
import static dev.croupier.gateway.rounds.Fixtures.bet;
import static dev.croupier.gateway.rounds.Fixtures.deposit;
import static dev.croupier.gateway.rounds.Fixtures.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.rounds.Fixtures;
import dev.croupier.gateway.rounds.MemoryJournal;
import dev.croupier.gateway.rounds.TestClock;
import dev.croupier.gateway.rounds.event.Answer;
import dev.croupier.gateway.rounds.event.Fact;
import dev.croupier.gateway.rounds.ledger.CommittedFacts;
import dev.croupier.gateway.rounds.ledger.FencedException;
import dev.croupier.gateway.rounds.ledger.Journal;
import dev.croupier.gateway.rounds.ledger.JournalRecord;
import dev.croupier.gateway.rounds.ledger.Loaded;
import dev.croupier.gateway.rounds.ledger.Needs;
import dev.croupier.gateway.rounds.ledger.OutcomeUnknownException;
import dev.croupier.gateway.rounds.ledger.Recovered;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShardWriterTest {
  /** A journal whose commits wait until they are let go, or fail. */
  private static final class GatedJournal implements Journal {
    final MemoryJournal inner = new MemoryJournal();
    final Semaphore gate = new Semaphore(0);
    final Semaphore arrived = new Semaphore(0);
    final List<Integer> batches = new CopyOnWriteArrayList<>();
    volatile Exception failure;

    @Override
    public Recovered recover() {
      return inner.recover();
    }

    @Override
    public Loaded load(Needs needs) {
      return inner.load(needs);
    }

    @Override
    public void commit(List<JournalRecord> batch) throws FencedException, OutcomeUnknownException {
      arrived.release();
      gate.acquireUninterruptibly();
      switch (failure) {
        case null -> {
          batches.add(batch.size());
          inner.commit(batch);
        }
        case FencedException e -> throw e;
        case OutcomeUnknownException e -> throw e;
        default -> throw new IllegalStateException(failure);
      }
    }

    @Override
    public void close() {}
  }

  /** What was published, in order. */
  private static final class Published implements CommittedFacts {
    final List<Fact> facts = new CopyOnWriteArrayList<>();

    @Override
    public void publish(List<Fact> more) {
      facts.addAll(more);
    }

    @Override
    public Subscription subscribe(
        Predicate<Fact> wanted, Consumer<Fact> listener, Runnable lagged) {
      throw new UnsupportedOperationException();
    }
  }

  private final GatedJournal journal = new GatedJournal();
  private final Published published = new Published();
  private final CompletableFuture<ShardStatus> stopped = new CompletableFuture<>();

  private ShardWriter writer(int queue) {
    ShardWriter writer =
        new ShardWriter(
            Fixtures.SHARD,
            journal,
            new TestClock(),
            Fixtures.RULES::find,
            published,
            stopped::complete,
            queue);
    writer.begin();
    return writer;
  }

  @Test
  void nothingIsAnsweredOrPublishedBeforeTheCommit() {
    ShardWriter writer = writer(16);
    CompletableFuture<Answer> answer = writer.submit(deposit("d", ANN, 500));
    journal.arrived.acquireUninterruptibly();
    assertFalse(answer.isDone());
    assertEquals(List.of(), published.facts);
    journal.gate.release();
    assertEquals(201, answer.join().status());
    assertEquals(1, published.facts.size());
    journal.gate.release(100);
    writer.close();
  }

  @Test
  void whatQueuedDuringACommitIsTheNextBatch() {
    ShardWriter writer = writer(1_000);
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    answers.add(writer.submit(deposit("d", ANN, 100_000)));
    journal.arrived.acquireUninterruptibly();
    for (int i = 0; i < 600; i++) {
      answers.add(writer.submit(deposit("k" + i, ANN, 1)));
    }
    journal.gate.release(1_000);
    answers.forEach(answer -> assertEquals(201, answer.join().status()));
    assertEquals(List.of(1, 256, 256, 88), journal.batches);
    writer.close();
  }

  @Test
  void aFullQueueRefusesBeforeAnyDecisionAndNothingIsStored() {
    ShardWriter writer = writer(4);
    CompletableFuture<Answer> first = writer.submit(deposit("d", ANN, 500));
    journal.arrived.acquireUninterruptibly();
    List<CompletableFuture<Answer>> queued = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      queued.add(writer.submit(deposit("k" + i, ANN, 1)));
      assertFalse(queued.getLast().isDone());
    }
    Answer refused = writer.submit(deposit("k4", ANN, 1)).join();
    assertEquals(503, refused.status());
    assertEquals(Answer.ERROR, refused.type());
    assertTrue(refused.text().contains("\"code\":\"overloaded\""));
    journal.gate.release(100);
    assertEquals(201, first.join().status());
    queued.forEach(CompletableFuture::join);
    assertEquals(201, writer.submit(deposit("k4", ANN, 1)).join().status());
    writer.close();
  }

  @Test
  void aTwinThatComesWhileTheFirstIsInFlightWaitsForTheSameBytes() {
    ShardWriter writer = writer(16);
    journal.gate.release(2);
    writer.submit(deposit("d", ANN, 500)).join();
    writer.submit(open("o")).join();
    journal.arrived.drainPermits();
    CompletableFuture<Answer> first = writer.submit(bet("b", ANN, ROUND, "red", 100));
    journal.arrived.acquireUninterruptibly();
    CompletableFuture<Answer> twin = writer.submit(bet("b", ANN, ROUND, "red", 100));
    assertFalse(twin.isDone());
    journal.gate.release(100);
    assertTrue(first.join().same(twin.join()));
    assertEquals(1, journal.inner.bets().size());
    writer.close();
  }

  @Test
  void anUnknownOutcomeIsNotAnsweredAndStopsTheShard() {
    ShardWriter writer = writer(16);
    CompletableFuture<Answer> lost = writer.submit(deposit("d", ANN, 500));
    journal.arrived.acquireUninterruptibly();
    CompletableFuture<Answer> queued = writer.submit(deposit("k", ANN, 1));
    journal.failure = new OutcomeUnknownException("I/O error", null);
    journal.gate.release(100);
    assertEquals(ShardStatus.SUSPECT, stopped.join());
    var thrown = assertThrows(CompletionException.class, lost::join);
    assertInstanceOf(ShardStoppedException.class, thrown.getCause());
    assertEquals(503, queued.join().status());
    assertEquals(503, writer.submit(deposit("k2", ANN, 1)).join().status());
    assertEquals(List.of(), published.facts);
    assertEquals(ShardStatus.SUSPECT, writer.status());
  }

  @Test
  void aFencedWriterStopsAndAnswersNothing() {
    ShardWriter writer = writer(16);
    CompletableFuture<Answer> lost = writer.submit(deposit("d", ANN, 500));
    journal.arrived.acquireUninterruptibly();
    journal.failure = new FencedException("another epoch");
    journal.gate.release(100);
    assertEquals(ShardStatus.FENCED, stopped.join());
    assertThrows(CompletionException.class, lost::join);
    assertEquals(ShardStatus.FENCED, writer.status());
  }

  @Test
  void closingDecidesWhatHasQueued() {
    ShardWriter writer = writer(16);
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      answers.add(writer.submit(deposit("d" + i, ANN, 1)));
    }
    journal.gate.release(100);
    writer.close();
    answers.forEach(answer -> assertEquals(201, answer.join().status()));
    assertEquals(ShardStatus.CLOSED, writer.status());
    assertEquals(503, writer.submit(deposit("late", ANN, 1)).join().status());
  }

  @Test
  void factsComeInTheOrderOfTheirNumbers() {
    ShardWriter writer = writer(2_000);
    journal.gate.release(5_000);
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      answers.add(writer.submit(deposit("d" + i, ANN, 1)));
    }
    answers.forEach(CompletableFuture::join);
    writer.close();
    for (int i = 0; i < 1_000; i++) {
      assertEquals(i + 1, published.facts.get(i).at().seq());
    }
  }
}
