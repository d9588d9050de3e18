package dev.croupier.gateway.media.peer;

import dev.croupier.time.clock.TableClock;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Sends what a {@link PacedQueue} holds when it may leave, by an event loop's timer. What need not
 * wait leaves within the call. Owner: the event loop.
 */
final class PacedLine {
  /** The timer is set no finer than this: 1 ms. At high rates several packets leave in a turn. */
  private static final long LEAST_WAIT_MICROS = 1_000;

  private final PacedQueue<Runnable> queue = new PacedQueue<>();
  private final ScheduledExecutorService loop;
  private final TableClock clock;
  private boolean turnDue;
  private boolean closed;

  /**
   * A line in which nothing waits.
   *
   * @param clock one that is never set: a camera's own clock may be
   */
  PacedLine(ScheduledExecutorService loop, TableClock clock) {
    this.loop = loop;
    this.clock = clock;
  }

  /** Sends at this rate from now on, bits a second; 0: everything at once. */
  void rate(long bitsPerSecond) {
    queue.rate(bitsPerSecond);
    drain();
  }

  /** Sends a packet of so many bytes when its time comes. */
  void add(int bytes, Runnable send) {
    if (!closed) {
      queue.add(send, bytes, clock.nowMicros());
      drain();
    }
  }

  /** The same with one that is sent again: it goes before the others. */
  void addRepeat(int bytes, Runnable send) {
    if (!closed) {
      queue.addRepeat(send, bytes, clock.nowMicros());
      drain();
    }
  }

  /** Ends it; what waits is not sent. */
  void close() {
    closed = true;
    queue.clear();
  }

  private void turn() {
    turnDue = false;
    drain();
  }

  private void drain() {
    long now = clock.nowMicros();
    for (Runnable send = queue.poll(now); send != null; send = queue.poll(now)) {
      send.run();
    }
    long next = queue.nextMicros();
    if (next == PacedQueue.NEVER || turnDue) {
      return;
    }
    try {
      turnDue = true;
      long wait = Math.max(LEAST_WAIT_MICROS, next - now);
      var _ = loop.schedule(this::turn, wait, TimeUnit.MICROSECONDS);
    } catch (RejectedExecutionException _) {
      close(); // The loop ends, and with it the session.
    }
  }
}
