package dev.croupier.gateway.app;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.media.ingest.ClockReference;
import java.util.List;

/**
 * How a table's signals are kept in step. Immutable.
 *
 * @param maxLatencyMicros most that a signal is held back for a slower one
 * @param cutThrough whether a large picture leaves while it arrives; else when it is complete
 * @param clocks what is known beforehand of signals' clocks
 */
public record TimingConfig(long maxLatencyMicros, boolean cutThrough, List<Clock> clocks) {
  private static final long MOST_MICROS = 1_000_000;

  /** Checks the ranges. */
  public TimingConfig {
    Config.check(
        maxLatencyMicros >= 0 && maxLatencyMicros <= MOST_MICROS,
        "tables.timing.maxLatencyMicros",
        "0..1000000",
        maxLatencyMicros);
    Config.check(
        Config.isUnique(clocks.stream().map(Clock::signal).toList()),
        "tables.timing.clocks",
        "one of each signal",
        clocks.stream().map(Clock::signal).toList());
  }

  /**
   * What is known of one signal's clock.
   *
   * @param kind {@code calibrated}: its least transit was measured; {@code table_time}: it follows
   *     the time server and its sender reports say so
   * @param transitMicros {@code calibrated}: the least time from capture to arrival here
   * @param boundMicros {@code calibrated}: how far that may be off
   */
  public record Clock(String signal, String kind, long transitMicros, long boundMicros) {
    private static final List<String> KINDS = List.of("calibrated", "table_time");

    /** Checks the ranges. */
    public Clock {
      Config.check(
          SignalName.isValid(signal), "tables.timing.clocks.signal", "a signal's name", signal);
      Config.checkWord("tables.timing.clocks.kind", "kind", kind, KINDS);
      checkMicros("tables.timing.clocks.transitMicros", transitMicros);
      checkMicros("tables.timing.clocks.boundMicros", boundMicros);
    }

    /** The same as the media plane knows it. */
    ClockReference reference() {
      return kind.equals("calibrated")
          ? ClockReference.calibrated(transitMicros, boundMicros)
          : ClockReference.tableTime();
    }

    private static void checkMicros(String key, long micros) {
      Config.check(micros >= 0 && micros <= MOST_MICROS, key, "0..1000000", micros);
    }
  }
}
