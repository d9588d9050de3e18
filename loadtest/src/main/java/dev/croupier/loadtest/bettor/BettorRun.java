package dev.croupier.loadtest.bettor;

import dev.croupier.loadtest.check.Findings;
import dev.croupier.loadtest.measure.Crowd;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.plan.BettorPlan;
import dev.croupier.loadtest.socket.SocketClient;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * WebSocket bettors at one table: a virtual thread and a socket each, all sockets on one selector
 * and a few threads. {@link #run} blocks until their rounds are over or the time is; all else may
 * be called from any thread.
 */
public final class BettorRun implements Crowd {
  private static final int MAX_FAILURES = 5;

  /** HTTP exchanges at once: tokens of thousands do not need thousands of connections. */
  private static final int DOORS = 64;

  /**
   * Whose players they are.
   *
   * @param socket {@code ws://…/ws}
   */
  public record Target(URI socket, String table) {}

  /** What a bettor asks at the HTTP door. */
  interface Errand<T> {
    T run() throws IOException, InterruptedException;
  }

  /**
   * What all bettors of a run share.
   *
   * @param doors limits the exchanges at the HTTP door
   * @param fromMicros when the run began
   */
  record Shared(
      Target target,
      BettorPlan plan,
      Cashier cashier,
      TableClock clock,
      SocketClient client,
      Tally tally,
      Semaphore doors,
      long fromMicros) {
    /** Asks at the door, when it is one's turn. */
    <T> T atDoor(Errand<T> errand) throws IOException, InterruptedException {
      doors.acquire();
      try {
        return errand.run();
      } finally {
        doors.release();
      }
    }
  }

  private final Target target;
  private final BettorPlan plan;
  private final Cashier cashier;
  private final TableClock clock;
  private final SplittableRandom random;
  private final Tally tally = new Tally();
  private final Collection<Bettor> bettors = new ConcurrentLinkedQueue<>();

  /**
   * Bettors that have not come yet.
   *
   * @param clock any monotonic one; no other clock need agree with it
   * @param random decides who bets when on what
   */
  public BettorRun(
      Target target, BettorPlan plan, Cashier cashier, TableClock clock, SplittableRandom random) {
    this.target = target;
    this.plan = plan;
    this.cashier = cashier;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public void run(long untilMicros) throws IOException, InterruptedException {
    try (SocketClient client = SocketClient.open("bettors", plan.count());
        ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("bettor-", 0).factory())) {
      Shared shared =
          new Shared(
              target, plan, cashier, clock, client, tally, new Semaphore(DOORS), clock.nowMicros());
      double intended = shared.fromMicros();
      for (int i = 0; i < plan.count(); i++) {
        intended += -Math.log(1 - random.nextDouble()) / plan.startsPerSecond() * 1e6;
        Bettor bettor = new Bettor(cashier.subject("bettor", i), shared, random.split());
        bettors.add(bettor);
        long from = (long) intended;
        threads.execute(() -> bet(bettor, from, untilMicros));
      }
      threads.shutdown();
      try {
        boolean _ = threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        threads.shutdownNow();
        throw e;
      }
    }
  }

  @Override
  public void reconnect() {
    bettors.forEach(Bettor::drop);
  }

  @Override
  public Section section() {
    return BettorSection.of(
        plan.count(), tally.failed(), tally.failures(MAX_FAILURES), tally, findings());
  }

  /** What all books found together. */
  public Findings findings() {
    return bettors.stream().map(Bettor::findings).reduce(Findings.NONE, Findings::plus);
  }

  private void bet(Bettor bettor, long intendedMicros, long untilMicros) {
    try {
      bettor.run(intendedMicros, untilMicros);
    } catch (IOException e) {
      tally.failure(e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
