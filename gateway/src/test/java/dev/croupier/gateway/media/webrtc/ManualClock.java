package dev.croupier.gateway.media.webrtc;

import dev.croupier.time.clock.TableClock;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that runs with the machine's and can be pushed ahead. */
public final class ManualClock implements TableClock {
  /** 2026-01-01T00:00:00Z. */
  private static final long START_MICROS = 1_767_225_600_000_000L;

  private final long originNanos = System.nanoTime();
  private final AtomicLong aheadMicros = new AtomicLong();

  @Override
  public long nowMicros() {
    return START_MICROS + (System.nanoTime() - originNanos) / 1000 + aheadMicros.get();
  }

  /** Adds to all later readings. */
  public void advance(long micros) {
    aheadMicros.addAndGet(micros);
  }

  @Override
  public String clockId() {
    return "0".repeat(32);
  }

  @Override
  public long epoch() {
    return 1;
  }
}
