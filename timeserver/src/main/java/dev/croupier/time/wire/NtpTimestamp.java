package dev.croupier.time.wire;

/**
 * NTP's 64-bit timestamps (RFC 5905, section 6): 32 bits of seconds since 1900 within an era of 136
 * years, 32 bits of fraction. Here a {@code long}; 0 means unknown.
 */
public final class NtpTimestamp {
  /** From 1900 to 1970, seconds. */
  private static final long UNIX_EPOCH_SECONDS = 2_208_988_800L;

  private static final long MICROS = 1_000_000L;
  private static final long ERA_SECONDS = 1L << 32;

  private NtpTimestamp() {}

  /** Microseconds of Unix time as a timestamp; the era is lost. */
  public static long fromUnixMicros(long micros) {
    long seconds = Math.floorDiv(micros, MICROS) + UNIX_EPOCH_SECONDS;
    long rest = Math.floorMod(micros, MICROS);
    // Rounded up, so that converting back and forth gives the very same microsecond.
    long fraction = ((rest << 32) + MICROS - 1) / MICROS;
    return (seconds << 32) | fraction;
  }

  /**
   * A timestamp as microseconds of Unix time, in the era that puts it within 68 years of a pivot.
   *
   * @param pivotMicros any time known to be near, for example now
   */
  public static long toUnixMicros(long timestamp, long pivotMicros) {
    long secondsInEra = timestamp >>> 32;
    long micros = ((timestamp & 0xffff_ffffL) * MICROS) >>> 32;
    long pivotSeconds = Math.floorDiv(pivotMicros, MICROS) + UNIX_EPOCH_SECONDS;
    long era = Math.floorDiv(pivotSeconds - secondsInEra + ERA_SECONDS / 2, ERA_SECONDS);
    return (era * ERA_SECONDS + secondsInEra - UNIX_EPOCH_SECONDS) * MICROS + micros;
  }

  /** Microseconds as NTP's short format: 16 bits of seconds, 16 of fraction; rounded up. */
  static int shortFromMicros(long micros) {
    long units = ((micros << 16) + MICROS - 1) / MICROS;
    return (int) Math.min(units, 0xffff_ffffL);
  }

  /** NTP's short format as microseconds, rounded down. */
  static long microsFromShort(int units) {
    return (Integer.toUnsignedLong(units) * MICROS) >>> 16;
  }
}
