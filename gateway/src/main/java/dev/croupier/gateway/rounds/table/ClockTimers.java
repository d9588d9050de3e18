package dev.croupier.gateway.rounds.table;

import dev.croupier.time.clock.TableClock;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Timers on a table clock, one daemon thread for all tables. Any thread. */
public final class ClockTimers implements Timers, AutoCloseable {
  private final TableClock clock;
  private final ScheduledThreadPoolExecutor executor;

  /** Starts without a thread; the first timer makes it. */
  public ClockTimers(TableClock clock) {
    this.clock = clock;
    this.executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("round-timers").factory());
    this.executor.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Timer at(long atUs, Runnable task) {
    Waiting waiting = new Waiting(atUs, task);
    waiting.schedule();
    return waiting;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private final class Waiting implements Timer {
    private final long atUs;
    private final Runnable task;
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final AtomicReference<Future<?>> scheduled = new AtomicReference<>();

    Waiting(long atUs, Runnable task) {
      this.atUs = atUs;
      this.task = task;
    }

    @Override
    public void cancel() {
      cancelled.set(true);
      Future<?> future = scheduled.get();
      if (future != null) {
        future.cancel(false);
      }
    }

    private void schedule() {
      long waitUs = Math.max(0, atUs - clock.nowMicros());
      if (!executor.isShutdown()) {
        scheduled.set(executor.schedule(this::due, waitUs, TimeUnit.MICROSECONDS));
      }
    }

    /** Table time may run slower than this machine's: what is early waits again. */
    private void due() {
      if (cancelled.get()) {
        return;
      }
      if (clock.nowMicros() < atUs) {
        schedule();
      } else {
        task.run();
      }
    }
  }
}
