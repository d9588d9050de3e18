package dev.croupier.gateway.control.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after the other in the order they came, on whatever thread the pool gives: the
 * owner thread of a session, without a thread of its own while nothing is to do.
 */
final class SerialExecutor {
  private static final Logger LOG = LoggerFactory.getLogger(SerialExecutor.class);

  private final Executor pool;
  private final int maxWaiting;
  private final Object lock = new Object();
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private boolean running;

  SerialExecutor(Executor pool, int maxWaiting) {
    this.pool = pool;
    this.maxWaiting = maxWaiting;
  }

  /** Takes a task, from any thread; false: too many wait, and it was not taken. */
  boolean execute(Runnable task) {
    synchronized (lock) {
      if (tasks.size() >= maxWaiting) {
        return false;
      }
      tasks.addLast(task);
      if (running) {
        return true;
      }
      running = true;
    }
    pool.execute(this::drain);
    return true;
  }

  private void drain() {
    for (Runnable task = next(); task != null; task = next()) {
      try {
        task.run();
      } catch (RuntimeException bug) {
        LOG.error("a session's task failed", bug);
      }
    }
  }

  private Runnable next() {
    synchronized (lock) {
      Runnable task = tasks.pollFirst();
      running = task != null;
      return task;
    }
  }
}
