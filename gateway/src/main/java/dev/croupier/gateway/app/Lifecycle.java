package dev.croupier.gateway.app;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been opened, to be closed in the reverse order: by {@link #close}, or when the process
 * is told to end by SIGTERM or SIGINT.
 *
 * <p>Any thread.
 */
public final class Lifecycle implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

  private record Part(String name, AutoCloseable handle) {}

  private final Duration deadline;
  private final Deque<Part> parts = new ArrayDeque<>();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean clean = true;
  private volatile int exitCode;

  /**
   * An empty one.
   *
   * @param deadline for closing all parts; one that hangs longer is left behind
   */
  public Lifecycle(Duration deadline) {
    this.deadline = deadline;
  }

  /** Adds a part that has just been opened; it closes before all added earlier. */
  public synchronized <T extends AutoCloseable> T add(String name, T part) {
    if (closing.get()) {
      throw new IllegalStateException("closing already, too late for " + name);
    }
    parts.push(new Part(name, part));
    return part;
  }

  /**
   * Ends the process cleanly on SIGTERM and SIGINT: all parts closed, then exit code 0 (or that of
   * {@link #exitWith}), 1 if a part did not close.
   *
   * @param last runs when all is closed, for example to flush logs
   */
  public void endWithProcess(Runnable last) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  close();
                  last.run();
                  // The JVM's own answer to a signal is 128 + its number; a clean end is 0.
                  Runtime.getRuntime().halt(exitCode != 0 ? exitCode : clean ? 0 : 1);
                },
                "shutdown"));
  }

  /** The exit code of a process that ends for another reason than a signal. */
  public void exitWith(int code) {
    exitCode = code;
  }

  /** Ends the process because a part cannot go on. */
  public void fail(int code, String why) {
    LOG.error("ending: {}", why);
    exitWith(code);
    Thread.ofPlatform().name("failing").start(() -> Runtime.getRuntime().exit(code));
  }

  /** Waits until everything is closed. */
  public void awaitClosed() throws InterruptedException {
    closed.await();
  }

  /** Whether all parts closed without complaint in time. */
  public boolean wasClean() {
    return clean;
  }

  /** Closes all parts, the latest first; a second call waits for the first. */
  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      awaitUninterruptibly();
      return;
    }
    long remainingMs = deadline.toMillis();
    try {
      Part part = next();
      while (part != null) {
        remainingMs -= close(part, Math.max(remainingMs, 1));
        part = next();
      }
    } finally {
      closed.countDown();
    }
  }

  private synchronized Part next() {
    return parts.poll();
  }

  /** Closes one part on a thread of its own and returns the milliseconds that took. */
  private long close(Part part, long remainingMs) {
    long began = System.nanoTime();
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              part.handle().close();
              return null;
            });
    Thread.ofPlatform().name("close-" + part.name()).daemon().start(task);
    try {
      task.get(remainingMs, TimeUnit.MILLISECONDS);
      LOG.debug("closed {}", part.name());
    } catch (TimeoutException e) {
      clean = false;
      LOG.error("{} did not close in time, left behind", part.name());
    } catch (InterruptedException e) {
      clean = false;
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      clean = false;
      LOG.error("{} did not close", part.name(), e);
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
  }

  private void awaitUninterruptibly() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
