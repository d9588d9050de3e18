package dev.croupier.loadtest.relay;

import dev.croupier.time.clock.TableClock;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The thread of a relay: its clock, what is due when, and how much is under way. What is due now
 * leaves at the end of the loop's turn, what is due later at its tick.
 *
 * <p>{@link #call} is for other threads; all else is the loop's own.
 */
final class RelayLoop {
  /** A tick of 100 µs: what leaves within it leaves together. */
  static final long TICK_NS = 100_000;

  private static final int NANOS = 1_000;

  private final EventLoop loop;
  private final TableClock clock;
  private final Wheel wheel;
  private final long maxHeldBytes;
  private final List<Runnable> flushes = new ArrayList<>();
  private final Runnable endOfTurn = this::endOfTurn;
  private final Runnable wake = this::wake;
  private long heldBytes;
  private boolean turnOpen;
  private long wakeTick = Wheel.NONE;

  RelayLoop(EventLoop loop, TableClock clock, long maxHeldBytes) {
    this.loop = loop;
    this.clock = clock;
    this.maxHeldBytes = maxHeldBytes;
    this.wheel = new Wheel(nowNs() / TICK_NS);
  }

  EventLoop events() {
    return loop;
  }

  /** Table time in nanoseconds, from a clock of microseconds. */
  long nowNs() {
    return clock.nowMicros() * NANOS;
  }

  /** Table time in microseconds. */
  long nowMicros() {
    return clock.nowMicros();
  }

  /** The tick at which something planned leaves: what is due already at the current one. */
  static long tickOf(long plannedNs, long nowNs) {
    // Rounded up, so that nothing leaves too early.
    return plannedNs <= nowNs ? nowNs / TICK_NS : (plannedNs + TICK_NS - 1) / TICK_NS;
  }

  /**
   * Puts something on the wheel; it is told at its tick, never before this turn of the loop ends.
   */
  void at(Timed timed, long tick, long nowNs) {
    long due = wheel.add(timed, tick);
    if (due * TICK_NS <= nowNs) {
      if (!turnOpen) {
        turnOpen = true;
        loop.execute(endOfTurn);
      }
    } else if (due < wakeTick) {
      schedule(due, nowNs);
    }
  }

  /** Done once, when all that is due has been told. */
  void afterwards(Runnable flush) {
    flushes.add(flush);
  }

  /** Whether so many bytes more may be held; they then count until {@link #release}. */
  boolean hold(int bytes) {
    if (heldBytes + bytes > maxHeldBytes) {
      return false;
    }
    heldBytes += bytes;
    return true;
  }

  /** Streams may hold more than the limit for a moment: they stop reading then. */
  void holdAnyway(int bytes) {
    heldBytes += bytes;
  }

  void release(int bytes) {
    heldBytes -= bytes;
  }

  /** Whether so much is held that streams should wait: three quarters of the limit. */
  boolean crowded() {
    return heldBytes > maxHeldBytes / 4 * 3;
  }

  long heldBytes() {
    return heldBytes;
  }

  /**
   * Runs something on the loop and waits for what it says; from any other thread.
   *
   * @throws IllegalStateException once the loop has ended
   */
  <T> T call(Callable<T> task) throws IOException {
    try {
      return loop.submit(task).get();
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the relay is closed", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Tells all that is still on the wheel, whenever it was due: the relay ends. */
  void finish() {
    wheel.advance(Long.MAX_VALUE, nowNs());
    flushes.clear();
  }

  private void endOfTurn() {
    turnOpen = false;
    advance();
  }

  private void wake() {
    wakeTick = Wheel.NONE;
    advance();
  }

  private void advance() {
    long nowNs = nowNs();
    wheel.advance(nowNs / TICK_NS, nowNs);
    for (int i = 0; i < flushes.size(); i++) {
      flushes.get(i).run();
    }
    flushes.clear();
    long next = wheel.next();
    if (next < wakeTick) {
      schedule(next, nowNs);
    }
  }

  /** An earlier wake-up stays as it is: it finds nothing due, and costs little. */
  private void schedule(long tick, long nowNs) {
    wakeTick = tick;
    var _ = loop.schedule(wake, Math.max(0, tick * TICK_NS - nowNs), TimeUnit.NANOSECONDS);
  }
}
