package dev.croupier.gateway.media.webrtc;

import dev.croupier.time.clock.TableClock;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** An event loop and its clock in simulated time: tasks run when it is told to go on. */
public final class SimLoop extends AbstractExecutorService
    implements ScheduledExecutorService, TableClock {
  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private long now;
  private long order;

  /** A loop without tasks whose clock stands at a moment. */
  public SimLoop(long startMicros) {
    now = startMicros;
  }

  /** Runs all that is due up to a moment. */
  public void runUntil(long micros) {
    while (!tasks.isEmpty() && tasks.peek().atMicros <= micros) {
      Task task = tasks.remove();
      now = Math.max(now, task.atMicros);
      if (!task.isCancelled()) {
        run(task);
      }
    }
    now = Math.max(now, micros);
  }

  /** Runs all that is due now. */
  public void run() {
    runUntil(now);
  }

  @Override
  public long nowMicros() {
    return now;
  }

  @Override
  public String clockId() {
    return "0".repeat(32);
  }

  @Override
  public long epoch() {
    return 1;
  }

  @Override
  public void execute(Runnable task) {
    add(task, 0);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    return add(task, unit.toMicros(delay));
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long delay, long period, TimeUnit unit) {
    Task first = new Task(now + unit.toMicros(delay), order++, task, unit.toMicros(period));
    tasks.add(first);
    return first;
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long delay, long period, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }

  private Task add(Runnable what, long delayMicros) {
    Task task = new Task(now + Math.max(0, delayMicros), order++, what, 0);
    tasks.add(task);
    return task;
  }

  /** One that repeats does so until it throws or is cancelled, as with any executor. */
  private void run(Task task) {
    task.what.run();
    if (task.periodMicros > 0 && !task.isCancelled()) {
      task.atMicros += task.periodMicros;
      task.order = order++;
      tasks.add(task);
    }
  }

  private static final class Task extends CompletableFuture<Void> implements ScheduledFuture<Void> {
    private final Runnable what;
    private final long periodMicros;
    private long atMicros;
    private long order;

    private Task(long atMicros, long order, Runnable what, long periodMicros) {
      this.atMicros = atMicros;
      this.order = order;
      this.what = what;
      this.periodMicros = periodMicros;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(atMicros, TimeUnit.MICROSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      Task task = (Task) other;
      return atMicros == task.atMicros
          ? Long.compare(order, task.order)
          : Long.compare(atMicros, task.atMicros);
    }
  }
}
