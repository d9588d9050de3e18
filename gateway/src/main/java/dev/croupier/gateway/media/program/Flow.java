package dev.croupier.gateway.media.program;

/**
 * Whether pictures of a signal come as they should. Only such as can be shown count: what is
 * complete and cannot be decoded is no picture. Pure; the table's event loop.
 */
final class Flow {
  /** Without a complete picture for this long a signal is lost: 250 ms. */
  static final long LOST_MICROS = 250_000;

  /** A slow camera is given so many of its own intervals. */
  private static final int INTERVALS = 3;

  /** Intervals count as this long at most: 500 ms. */
  private static final long LONGEST_MICROS = 500_000;

  /** The mean is over about so many pictures. */
  private static final int MEAN_OVER = 8;

  private static final long NEVER = Long.MIN_VALUE / 2;

  private long lastMicros = NEVER;
  private long intervalMicros;

  /** A picture has arrived. */
  void arrived(long nowMicros) {
    if (lastMicros != NEVER) {
      long interval = Math.clamp(nowMicros - lastMicros, 0, LONGEST_MICROS);
      intervalMicros += (interval - intervalMicros) / MEAN_OVER;
    }
    lastMicros = nowMicros;
  }

  /** Whether the last one is not too long ago. */
  boolean flows(long nowMicros) {
    return silentMicros(nowMicros) <= Math.max(LOST_MICROS, INTERVALS * intervalMicros);
  }

  /** Time since the last one. */
  long silentMicros(long nowMicros) {
    return nowMicros - lastMicros;
  }
}
