package dev.croupier.gateway.arch.wrong.ids;

import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Breaks the rules on purpose: reads clocks and chance, and sleeps. */
public final class WrongReadings {
  /** A reference hides a reading as well as a call. */
  public static final LongSupplier TICKS = System::nanoTime;

  /** The wall clock. */
  public static final Supplier<Instant> WALL = Instant::now;

  private WrongReadings() {}

  /** Different each time. */
  public static String chance() {
    return UUID.randomUUID() + " " + new Random().nextInt();
  }

  /** Waits for nothing in particular. */
  public static void rest() throws InterruptedException {
    Thread.sleep(1);
  }
}
