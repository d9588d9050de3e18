package dev.croupier.gateway.media.rtp;

/**
 * Table time (microseconds since 1970) to and from 64-bit NTP timestamps: seconds since 1900 in the
 * upper 32 bits, fractions in the lower (RFC 5905 section 6). Any thread.
 */
public final class NtpTime {
  private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;
  private static final long MICROS = 1_000_000L;

  private NtpTime() {}

  /** NTP of table time; exact to the microsecond on the way back. */
  public static long fromMicros(long tableMicros) {
    long seconds = Math.floorDiv(tableMicros, MICROS);
    long micros = Math.floorMod(tableMicros, MICROS);
    // Rounded up, so that truncation on the way back gives the same microsecond.
    long fraction = ((micros << 32) + MICROS - 1) / MICROS;
    return (seconds + SECONDS_1900_TO_1970) << 32 | fraction;
  }

  /**
   * Table time of NTP, truncated to the microsecond. NTP's era is taken to be the one from 1968 to
   * 2104: a timestamp whose top bit is clear belongs to the era that begins in 2036.
   */
  public static long toMicros(long ntp) {
    long seconds = ntp >>> 32;
    long era = ntp < 0 ? 0 : 0x1_0000_0000L;
    long micros = ((ntp & 0xFFFF_FFFFL) * MICROS) >>> 32;
    return (seconds + era - SECONDS_1900_TO_1970) * MICROS + micros;
  }

  /** The middle 32 bits, as reports echo them: units of 1/65,536 s (RFC 3550 section 4). */
  public static long middle(long ntp) {
    return ntp >>> 16 & 0xFFFF_FFFFL;
  }

  /** Microseconds as units of 1/65,536 s, for delays between reports. */
  public static long microsToUnits(long micros) {
    return Math.floorDiv(micros * 65_536 + MICROS / 2, MICROS);
  }

  /** Units of 1/65,536 s as microseconds. */
  public static long unitsToMicros(long units) {
    return (units * MICROS) >> 16;
  }

  /**
   * Round trip by a report's echo (RFC 3550 section 6.4.1): now - delay - last report, all modulo
   * 2^32 units of 1/65,536 s.
   *
   * @return microseconds, or -1 when {@code lastReport} is 0 (the peer has had none) or the result
   *     is negative, as clocks that step make it
   */
  public static long roundTripMicros(long nowMicros, long lastReport, long delay) {
    if (lastReport == 0) {
      return -1;
    }
    int units = (int) (middle(fromMicros(nowMicros)) - lastReport - delay);
    return units < 0 ? -1 : unitsToMicros(units);
  }
}
