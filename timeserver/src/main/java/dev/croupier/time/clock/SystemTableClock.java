package dev.croupier.time.clock;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * The table time of this process: the system's monotonic clock, set to Unix time once, at its
 * start.
 *
 * <p>A later step of the wall clock, however large, is not followed: it shows only in {@link
 * #wallMinusTableMicros}. Immutable; any thread.
 */
public final class SystemTableClock implements TableClock {
  private static final int ID_BYTES = 16;

  private final long anchorMicros;
  private final long anchorNanos;
  private final String clockId;
  private final long epoch;

  private SystemTableClock(long anchorMicros, long anchorNanos, String clockId, long epoch) {
    this.anchorMicros = anchorMicros;
    this.anchorNanos = anchorNanos;
    this.clockId = clockId;
    this.epoch = epoch;
  }

  /**
   * A clock that begins now.
   *
   * @param random gives the 128 bits of its identity
   */
  public static SystemTableClock start(RandomGenerator random) {
    return start(random, 0);
  }

  /**
   * A clock that begins now, but not before a time of which others have heard: the wall clock may
   * have been set back since.
   *
   * @param notBeforeMicros the latest table time known from before, or 0
   */
  public static SystemTableClock start(RandomGenerator random, long notBeforeMicros) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return new SystemTableClock(
        Math.max(wallMicros(), notBeforeMicros),
        System.nanoTime(),
        HexFormat.of().formatHex(id),
        1);
  }

  @Override
  public long nowMicros() {
    // System.nanoTime is CLOCK_MONOTONIC: the same for all threads, never backwards.
    return anchorMicros + Math.floorDiv(System.nanoTime() - anchorNanos, 1000L);
  }

  @Override
  public String clockId() {
    return clockId;
  }

  @Override
  public long epoch() {
    return epoch;
  }

  /** How far the wall clock is ahead of table time now, microseconds; negative if behind. */
  public long wallMinusTableMicros() {
    return wallMicros() - nowMicros();
  }

  private static long wallMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }
}
