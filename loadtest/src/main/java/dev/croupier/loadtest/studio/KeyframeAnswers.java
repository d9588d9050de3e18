package dev.croupier.loadtest.studio;

import dev.croupier.time.clock.TableClock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** How a camera answers requests for keyframes: at once, late or never. Any thread. */
final class KeyframeAnswers {
  private final KeyframeGate gate = new KeyframeGate();
  private final RequestRate rate = new RequestRate();
  private final TableClock clock;
  private final ScheduledExecutorService scheduler;
  private final Runnable make;

  /**
   * Answers at once until told otherwise.
   *
   * @param clock table time
   * @param make makes the next frame a keyframe; must not block
   */
  KeyframeAnswers(TableClock clock, ScheduledExecutorService scheduler, Runnable make) {
    this.clock = clock;
    this.scheduler = scheduler;
    this.make = make;
  }

  /** Answers as a plan says. */
  synchronized void set(CameraPlan plan) {
    gate.set(plan.keyframes(), plan.keyframeLateMicros());
  }

  /** A request. */
  synchronized void request() {
    long now = clock.nowMicros();
    rate.add(now);
    long due = gate.request(now);
    if (due != KeyframeGate.NEVER) {
      answer(due);
    }
  }

  /** How often it was asked. */
  synchronized Station.Asked asked() {
    return new Station.Asked(rate.count(), rate.perHalfSecond());
  }

  private synchronized void answer(long dueMicros) {
    long now = clock.nowMicros();
    if (dueMicros > now) {
      if (!scheduler.isShutdown()) {
        var _ = scheduler.schedule(() -> answer(dueMicros), dueMicros - now, TimeUnit.MICROSECONDS);
      }
    } else if (gate.due(now)) {
      make.run();
    }
  }
}
