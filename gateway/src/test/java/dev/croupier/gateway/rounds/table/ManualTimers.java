package dev.croupier.gateway.rounds.table;

import dev.croupier.gateway.rounds.TestClock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Timers that run when a test moves its clock, in the order they are due. */
final class ManualTimers implements Timers {
  private final TestClock clock;
  private final List<Waiting> waiting = new ArrayList<>();

  ManualTimers(TestClock clock) {
    this.clock = clock;
  }

  private record Waiting(long atUs, Runnable task) {}

  @Override
  public synchronized Timer at(long atUs, Runnable task) {
    Waiting one = new Waiting(atUs, task);
    waiting.add(one);
    return () -> {
      synchronized (this) {
        waiting.remove(one);
      }
    };
  }

  /** Moves the clock and runs what is due by then. */
  void advance(long us) {
    clock.advance(us);
    Waiting next;
    while ((next = due()) != null) {
      next.task.run();
    }
  }

  synchronized int size() {
    return waiting.size();
  }

  private synchronized Waiting due() {
    Waiting next =
        waiting.stream()
            .filter(one -> one.atUs <= clock.nowMicros())
            .min(Comparator.comparingLong(Waiting::atUs))
            .orElse(null);
    waiting.remove(next);
    return next;
  }
}
