package dev.croupier.loadtest.measure;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * Opened and closed by one thread; a thread of its own measures how late timers are, another looks
 * at threads and sockets from time to time. {@link #section} from any thread.
 */
public final class GeneratorHealth implements AutoCloseable {
  /** The key of its own section, which is no sort of clients. */
  public static final String KEY = "generator";

  private static final long TICK_MICROS = 10_000;
  private static final long LOOK_MICROS = 5_000_000;

  /**
   * What was seen from opening to closing.
   *
   * @param cpuShare this process's share of all cores, 0–1
   * @param gcPauses how often the collector stopped the program
   * @param gcPauseMaxMs the longest of them
   * @param lag how late a timer of 10 ms was
   * @param threadName the platform thread that computed most
   * @param threadShare its share of one core, 0–1
   * @param sockets what found no room, and what was sent again
   */
  public record Health(
      double cpuShare,
      int cores,
      long gcPauses,
      double gcPauseMaxMs,
      Series.Summary lag,
      String threadName,
      double threadShare,
      Sockets sockets) {}

  /**
   * What Linux counted during the run.
   *
   * @param ownDrops datagrams that came to sockets of this process and found no room
   * @param udpErrors datagrams that the whole machine received and could not deliver
   * @param receiveBufferErrors of these, for lack of room
   * @param sendBufferErrors datagrams that the machine could not send for lack of room
   * @param tcpRetransmits TCP segments that the machine sent again
   */
  public record Sockets(
      long ownDrops,
      long udpErrors,
      long receiveBufferErrors,
      long sendBufferErrors,
      long tcpRetransmits) {}

  private final OperatingSystemMXBean machine =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final LongSupplier micros;
  private final Series lag = new Series();
  private final AtomicLong pauses = new AtomicLong();
  private final AtomicLong longestPauseMillis = new AtomicLong();
  private final List<Runnable> endings = new ArrayList<>();
  private final ScheduledExecutorService ticker = thread("generator-lag");
  private final ScheduledExecutorService looker = thread("generator-health");
  private final BusiestThread busiest = new BusiestThread();
  private final SocketCounters sockets = new SocketCounters(Path.of("/proc"));
  private final int cores = Runtime.getRuntime().availableProcessors();
  private final long startedMicros;
  private final long startedCpuNanos;
  private long dueMicros;
  private Health seen;

  private GeneratorHealth(LongSupplier micros) {
    this.micros = micros;
    this.startedMicros = micros.getAsLong();
    this.startedCpuNanos = machine.getProcessCpuTime();
    this.dueMicros = startedMicros + TICK_MICROS;
  }

  private static ScheduledExecutorService thread(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().name(name).daemon().factory());
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
    var _ =
        health.looker.scheduleWithFixedDelay(
            health::look, LOOK_MICROS, LOOK_MICROS, TimeUnit.MICROSECONDS);
    return health;
  }

  /** How late timers were up to now, for timelines; nobody came or failed. */
  public Section section() {
    return new Section(
        KEY,
        "Generator",
        0,
        0,
        List.of(),
        List.of(lag.named("lag", "timers late")),
        List.of(),
        Map.of(),
        List.of());
  }

  /** This process's share of all cores from the beginning to now, 0–1. */
  public double cpuShare() {
    long wallMicros = Math.max(1, micros.getAsLong() - startedMicros);
    return (machine.getProcessCpuTime() - startedCpuNanos) / 1_000.0 / wallMicros / cores;
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
    looker.shutdownNow();
    endings.forEach(Runnable::run);
    seen = health();
  }

  private synchronized Health health() {
    busiest.look();
    return new Health(
        cpuShare(),
        cores,
        pauses.get(),
        longestPauseMillis.get(),
        lag.summary(),
        busiest.name(),
        busiest.nanos() / 1_000.0 / Math.max(1, micros.getAsLong() - startedMicros),
        sockets.counts());
  }

  private synchronized void look() {
    busiest.look();
    sockets.look();
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
