package dev.croupier.loadtest.measure;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * Watches the generator itself: a run whose generator gasps for air says nothing about the server.
 * Opened and closed by one thread; a thread of its own measures how late timers are.
 */
public final class GeneratorHealth implements AutoCloseable {
  private static final long TICK_MICROS = 10_000;

  /**
   * What was seen from opening to closing.
   *
   * @param cpuShare this process's share of all cores, 0–1
   * @param gcPauses how often the collector stopped the program
   * @param gcPauseMaxMs the longest of them
   * @param lag how late a timer of 10 ms was
   */
  public record Health(
      double cpuShare, int cores, long gcPauses, double gcPauseMaxMs, Series.Summary lag) {}

  private final OperatingSystemMXBean machine =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final LongSupplier micros;
  private final Series lag = new Series();
  private final AtomicLong pauses = new AtomicLong();
  private final AtomicLong longestPauseMillis = new AtomicLong();
  private final List<Runnable> endings = new ArrayList<>();
  private final ScheduledExecutorService ticker;
  private final long startedMicros;
  private final long startedCpuNanos;
  private long dueMicros;
  private Health seen;

  private GeneratorHealth(LongSupplier micros) {
    this.micros = micros;
    this.startedMicros = micros.getAsLong();
    this.startedCpuNanos = machine.getProcessCpuTime();
    this.dueMicros = startedMicros + TICK_MICROS;
    this.ticker =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("generator-health").daemon().factory());
  }

  /**
   * Begins to watch.
   *
   * @param micros a steady clock
   */
  public static GeneratorHealth watch(LongSupplier micros) {
    GeneratorHealth health = new GeneratorHealth(micros);
    health.listen();
    var _ =
        health.ticker.scheduleAtFixedRate(
            health::tick, TICK_MICROS, TICK_MICROS, TimeUnit.MICROSECONDS);
    return health;
  }

  /** Stops watching and says what was seen. */
  public Health finish() {
    close();
    return seen;
  }

  @Override
  public void close() {
    if (seen != null) {
      return;
    }
    ticker.shutdownNow();
    endings.forEach(Runnable::run);
    long wallMicros = Math.max(1, micros.getAsLong() - startedMicros);
    long cpuMicros = (machine.getProcessCpuTime() - startedCpuNanos) / 1_000;
    int cores = Runtime.getRuntime().availableProcessors();
    seen =
        new Health(
            (double) cpuMicros / wallMicros / cores,
            cores,
            pauses.get(),
            longestPauseMillis.get(),
            lag.summary());
  }

  private void tick() {
    long now = micros.getAsLong();
    lag.record(now - dueMicros);
    // Ticks that were missed come in a row; each is late by its own time.
    dueMicros += TICK_MICROS;
  }

  private void listen() {
    NotificationListener listener = (notification, _) -> collected(notification);
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(listener, null, null);
        endings.add(() -> remove(emitter, listener));
      }
    }
  }

  private void collected(Notification notification) {
    if (!notification
        .getType()
        .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
      return;
    }
    GarbageCollectionNotificationInfo info =
        GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
    // Concurrent collectors tell their cycles too; a cycle is no pause.
    if (!info.getGcName().contains("Cycles") && !info.getGcName().contains("Concurrent")) {
      pauses.incrementAndGet();
      longestPauseMillis.accumulateAndGet(info.getGcInfo().getDuration(), Math::max);
    }
  }

  private static void remove(NotificationEmitter emitter, NotificationListener listener) {
    try {
      emitter.removeNotificationListener(listener);
    } catch (ListenerNotFoundException e) {
      throw new IllegalStateException("it was added once", e);
    }
  }
}
