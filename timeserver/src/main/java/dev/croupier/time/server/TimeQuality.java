package dev.croupier.time.server;

/**
 * What a time server says of itself.
 *
 * @param leap 0 none, 1 and 2 a leap second today, 3 not synchronised
 * @param stratum 1 to 15; ours is 10, as for any clock that is its own reference
 * @param referenceId NTP's name of the reference
 * @param precision of one reading, log2 of seconds
 * @param rootDelayMicros to the reference and back
 * @param rootDispersionMicros how far the served time may be from the reference
 * @param boundMicros how far it may be from the primary's table time
 */
public record TimeQuality(
    int leap,
    int stratum,
    int referenceId,
    int precision,
    long rootDelayMicros,
    long rootDispersionMicros,
    long boundMicros) {
  private static final int LOCAL_STRATUM = 10;

  /** 127.127.1.1: an undisciplined local clock. */
  private static final int LOCAL_REFERENCE = 0x7f7f0101;

  /** About a microsecond, log2 of seconds. */
  private static final int MICROSECOND = -20;

  /** Checks the ranges. */
  public TimeQuality {
    if (leap < 0 || leap > 3 || stratum < 1 || stratum > 15) {
      throw new IllegalArgumentException("leap " + leap + ", stratum " + stratum);
    }
  }

  /**
   * A primary that defines table time: nothing is between it and the truth but the length of one
   * reading.
   */
  public static TimeQuality primary() {
    return new TimeQuality(0, LOCAL_STRATUM, LOCAL_REFERENCE, MICROSECOND, 0, 1, 1);
  }
}
