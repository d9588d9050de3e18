package dev.croupier.time.clock;

/**
 * Table time: integer microseconds, monotonic, never stepping, about Unix time.
 *
 * <p>All scheduling, round closes, captures of frames and evidence use it; wall time is for display
 * only. Any thread.
 */
public interface TableClock {
  /** Now, in microseconds of table time. Never less than any value returned before. */
  long nowMicros();

  /**
   * The timescale's identity: 32 lower-case hex digits, the same for everybody who follows one
   * server.
   */
  String clockId();

  /** Raised by one at each takeover of the time service; a client refuses a lower one. */
  long epoch();
}
