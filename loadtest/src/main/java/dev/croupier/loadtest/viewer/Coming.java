package dev.croupier.loadtest.viewer;

import dev.croupier.loadtest.plan.Arrivals;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How a crowd of WHEP clients comes: a virtual thread each, at moments that do not wait for the
 * server; who failed, and why; the call to come again. {@link #run} blocks; all else is for any
 * thread.
 */
final class Coming {
  private static final int MAX_REASONS = 5;
  private static final long SAMPLE_MICROS = 1_000_000;

  /** What one client does, on its own thread, until it leaves. */
  interface Client {
    /**
     * Comes.
     *
     * @param number from 0
     * @param intendedMicros when it was meant to come; not before now
     */
    void come(int number, long intendedMicros, SplittableRandom random) throws InterruptedException;
  }

  /** One connection of a client, from its offer to its end. */
  interface Session {
    /**
     * Runs it.
     *
     * @param fromMicros from when its joining counts
     * @param call completes when it is to drop the connection and come again
     * @return whether it ended because of that call
     */
    boolean run(long fromMicros, CompletableFuture<Void> call)
        throws IOException, InterruptedException, ExecutionException, TimeoutException;
  }

  /** Takes stock of a connection. */
  interface Sample {
    /** Takes it. */
    void take() throws InterruptedException, ExecutionException, TimeoutException;
  }

  private final String name;
  private final TableClock clock;
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final List<String> reasons = new ArrayList<>();
  private volatile CompletableFuture<Void> again = new CompletableFuture<>();

  Coming(String name, TableClock clock) {
    this.name = name;
    this.clock = clock;
  }

  /** Lets them come until a moment, and waits until all have left; an interrupt sends them away. */
  void run(int count, Arrivals arrivals, SplittableRandom random, long untilMicros, Client client)
      throws InterruptedException {
    ArrivalMoments moments = new ArrivalMoments(arrivals, random.split());
    long start = clock.nowMicros();
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 0).factory())) {
      for (int i = 0; i < count; i++) {
        int number = i;
        long intended = start + moments.nextMicros();
        if (intended >= untilMicros) {
          break;
        }
        SplittableRandom own = random.split();
        threads.execute(() -> begin(client, number, intended, own));
      }
      Together.await(threads);
    }
  }

  private void begin(Client client, int number, long intended, SplittableRandom random) {
    try {
      if (pauseUntil(intended, new CompletableFuture<>())) {
        asked.incrementAndGet();
        client.come(number, intended, random);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * One client's connections, one behind the other, as often as all are called to come again. A
   * client that fails is counted once; it waits for the next call.
   */
  void stay(long intendedMicros, long untilMicros, Session session) throws InterruptedException {
    boolean told = false;
    boolean more = true;
    long from = intendedMicros;
    while (more) {
      CompletableFuture<Void> call = again;
      try {
        more = session.run(from, call);
      } catch (IOException | TimeoutException | ExecutionException e) {
        if (!told) {
          told = true;
          fail(reason(e));
        }
        more = !pauseUntil(untilMicros, call);
      }
      from = clock.nowMicros();
    }
  }

  /**
   * Takes stock of a connection once a second, until the time or the call.
   *
   * @param ended completes with the reason when the server ends the connection
   * @throws IOException if it does
   */
  void watch(
      long untilMicros,
      CompletableFuture<Void> call,
      CompletableFuture<String> ended,
      Sample sample)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<?> event = CompletableFuture.anyOf(call, ended);
    long next = clock.nowMicros() + SAMPLE_MICROS;
    while (next < untilMicros && pauseUntil(next, event)) {
      sample.take();
      next += SAMPLE_MICROS;
    }
    boolean stayed = pauseUntil(untilMicros, event);
    if (!stayed && !call.isDone()) {
      throw new IOException("ended by the server: " + ended.join());
    }
  }

  /** Calls all to come again. */
  void callAgain() {
    CompletableFuture<Void> before = again;
    again = new CompletableFuture<>();
    before.complete(null);
  }

  /** Waits for a moment; false if the event came before it. */
  private boolean pauseUntil(long micros, CompletableFuture<?> event) throws InterruptedException {
    long left = micros - clock.nowMicros();
    if (left <= 0) {
      return !event.isDone();
    }
    try {
      event.get(left, TimeUnit.MICROSECONDS);
      return false;
    } catch (TimeoutException _) {
      return true;
    } catch (ExecutionException _) {
      return false;
    }
  }

  /** One client could not do what it came for; each is told once. */
  private void fail(String reason) {
    failed.incrementAndGet();
    synchronized (reasons) {
      if (reasons.size() < MAX_REASONS && !reasons.contains(reason)) {
        reasons.add(reason);
      }
    }
  }

  /** Why one could not come or stay, in one line. */
  private static String reason(Exception e) {
    Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
    return cause.getMessage() == null ? "not connected in time" : cause.getMessage();
  }

  int asked() {
    return asked.get();
  }

  int failed() {
    return failed.get();
  }

  List<String> reasons() {
    synchronized (reasons) {
      return List.copyOf(reasons);
    }
  }
}
