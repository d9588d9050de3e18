package dev.croupier.gateway.media.ingest;

/**
 * What is known beforehand of how a signal's clock relates to table time; configuration. Immutable.
 *
 * @param kind what sort of knowledge it is
 * @param transitMicros {@link Kind#CALIBRATED}: least time from capture to arrival here, measured
 *     once for this camera and encoder; else 0
 * @param boundMicros how far that, or the source's own clock, may be off
 */
public record ClockReference(Kind kind, long transitMicros, long boundMicros) {
  /** Nothing is known. */
  public static final ClockReference UNKNOWN = new ClockReference(Kind.UNKNOWN, 0, 0);

  /** A source that takes table time from the time server is on it to 1 ms. */
  private static final long DISCIPLINED_MICROS = 1_000;

  /** What sort of knowledge it is. */
  public enum Kind {
    UNKNOWN,
    /** The least transit was measured. */
    CALIBRATED,
    /** The source's sender reports say table time. */
    TABLE_TIME
  }

  /** Checks the ranges. */
  public ClockReference {
    if (transitMicros < 0 || boundMicros < 0) {
      throw new IllegalArgumentException("a transit and a bound are 0 or more");
    }
  }

  /** The least transit was measured to within a bound. */
  public static ClockReference calibrated(long transitMicros, long boundMicros) {
    return new ClockReference(Kind.CALIBRATED, transitMicros, boundMicros);
  }

  /** The source follows the time server and says so in its sender reports. */
  public static ClockReference tableTime() {
    return new ClockReference(Kind.TABLE_TIME, 0, DISCIPLINED_MICROS);
  }
}
