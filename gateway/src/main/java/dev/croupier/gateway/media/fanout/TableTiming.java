package dev.croupier.gateway.media.fanout;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.media.ingest.ClockReference;
import java.util.Map;

/**
 * What is configured of a table's time. Immutable.
 *
 * @param slateAfterMicros a signal on air that is silent for so long gives way to the slate
 * @param maxLatencyMicros most that a signal is held back for a slower one
 * @param cutThrough whether a large picture leaves while it arrives; else when it is complete
 * @param clocks what is known beforehand of signals' clocks
 */
public record TableTiming(
    long slateAfterMicros,
    long maxLatencyMicros,
    boolean cutThrough,
    Map<SignalName, ClockReference> clocks) {
  /** Signals are held back for a slower one by this at most unless told otherwise: 250 ms. */
  public static final long USUAL_LATENCY_MICROS = 250_000;

  /** Checks the ranges. */
  public TableTiming {
    clocks = Map.copyOf(clocks);
    if (slateAfterMicros <= 0 || maxLatencyMicros < 0 || maxLatencyMicros > 1_000_000) {
      throw new IllegalArgumentException("a slate comes after some time, a latency is 0 to 1 s");
    }
  }

  /** The usual latency, and nothing known of any clock. */
  public static TableTiming usual(long slateAfterMicros) {
    return new TableTiming(slateAfterMicros, USUAL_LATENCY_MICROS, true, Map.of());
  }

  ClockReference clock(SignalName name) {
    return clocks.getOrDefault(name, ClockReference.UNKNOWN);
  }
}
