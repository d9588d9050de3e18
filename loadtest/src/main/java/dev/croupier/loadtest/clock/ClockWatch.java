package dev.croupier.loadtest.clock;

import dev.croupier.time.estimate.ClockEstimator;
import dev.croupier.time.estimate.Estimate;
import dev.croupier.time.estimate.TimeSample;

/**
 * One client's estimate of table time, judged after each exchange: its error against the true
 * clock, whether its bound held, whether table time ever ran backwards beyond doubt. One thread at
 * a time.
 */
final class ClockWatch {
  private final Truth truth;
  private final ClockTally tally;
  private final ClockEstimator estimator = new ClockEstimator();

  /** The least that table time can have been at the last look. */
  private long leastMicros = Long.MIN_VALUE;

  private boolean answered;

  ClockWatch(Truth truth, ClockTally tally) {
    this.truth = truth;
    this.tally = tally;
  }

  /** Whether there was any usable answer. */
  boolean answered() {
    return answered;
  }

  /** An exchange is finished. */
  void add(TimeSample sample) {
    switch (estimator.add(sample)) {
      case IMPLAUSIBLE -> {
        tally.unusable.increment();
        return;
      }
      case RESTARTED -> tally.restarts.increment();
      case TAKEN -> {}
    }
    answered = true;
    tally.answers.increment();
    tally.roundTrip.record((sample.t4() - sample.t1()) - (sample.t3() - sample.t2()));
    judge();
  }

  /** The server's clock became another one. */
  void reset() {
    estimator.reset();
    tally.restarts.increment();
  }

  private void judge() {
    var reading = truth.read();
    long local = reading.map(Truth.Reading::localMicros).orElseGet(truth::now);
    Estimate estimate = estimator.estimate(local).orElse(null);
    if (estimate == null) {
      return;
    }
    long shown = local + estimate.offsetMicros();
    // A better estimate may lie before an older one; time itself ran backwards only if all that is
    // possible now lies before all that was possible then.
    if (shown + estimate.boundMicros() < leastMicros) {
      tally.stepsBack.increment();
    }
    leastMicros = shown - estimate.boundMicros();
    tally.bound.record(estimate.boundMicros());
    reading.ifPresent(
        now -> {
          long error = Math.abs(shown - now.tableMicros());
          tally.error.record(error);
          if (error > estimate.boundMicros() + now.slackMicros()) {
            tally.violations.increment();
          }
        });
  }
}
