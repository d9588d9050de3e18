package dev.croupier.loadtest.peer;

import dev.croupier.loadtest.measure.Crowd;
import dev.croupier.loadtest.measure.GeneratorHealth;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * One server under one number of viewers: what they saw, and what it cost the server's process. The
 * caller's thread.
 */
public final class Measurement {
  /** How long viewers stay when all is measured: a JVM is asked for its live heap then. */
  private static final long STAY_MICROS = 2_000_000;

  private static final String PACKETS = "packets";
  private static final List<String> LOST = List.of("lost_before_nack", "lost");
  private static final String FIRST_FRAME = "join_first_frame";
  private static final String DELAY = "sent_to_arrival";
  private static final String ARRIVAL = "capture_to_arrival";
  private static final List<String> PICTURES = List.of(DELAY, ARRIVAL);

  /**
   * How it is measured.
   *
   * @param viewers how many come
   * @param startsPerSecond how fast
   * @param warmSeconds from the last one's coming until figures count: handshakes are over,
   *     compilers done
   * @param seconds how long figures count
   */
  public record Plan(int viewers, double startsPerSecond, int warmSeconds, int seconds) {}

  /**
   * Some durations.
   *
   * @param count of how many
   * @param p50Ms and so on in milliseconds; 0 where nothing was measured
   */
  public record Spans(long count, double p50Ms, double p99Ms, double maxMs) {
    static Spans of(Histogram micros) {
      return new Spans(
          micros.getTotalCount(),
          micros.getValueAtPercentile(50) / 1_000.0,
          micros.getValueAtPercentile(99) / 1_000.0,
          micros.getMaxValue() / 1_000.0);
    }
  }

  /**
   * What a server that is a JVM says of its own threads.
   *
   * @param loopMicrosPerPacket CPU time of its media event loops for each packet
   * @param loopUserShare of that, outside the kernel, 0–1
   * @param tableMicrosPerPacket CPU time of the tables' threads for each packet
   * @param bytesPerPacket allocated by both for each packet
   * @param pauses of the collector
   * @param pausedMs in all of them
   * @param liveKiBPerViewer growth of its heap since before the first viewer, without garbage
   */
  public record Threads(
      double loopMicrosPerPacket,
      double loopUserShare,
      double tableMicrosPerPacket,
      double bytesPerPacket,
      long pauses,
      long pausedMs,
      double liveKiBPerViewer) {
    private static Threads between(
        JvmMeter.Reading before, JvmMeter.Reading after, double packets, double liveKiBPerViewer) {
      double loops = after.loopCpuMicros() - before.loopCpuMicros();
      return new Threads(
          loops / packets,
          (after.loopUserMicros() - before.loopUserMicros()) / Math.max(1, loops),
          (after.tableCpuMicros() - before.tableCpuMicros()) / packets,
          (after.allocatedBytes() - before.allocatedBytes()) / packets,
          after.pauses() - before.pauses(),
          after.pausedMillis() - before.pausedMillis(),
          liveKiBPerViewer);
    }
  }

  /**
   * What was measured.
   *
   * @param failed viewers that never saw a frame or could not come
   * @param packetsPerSecond that reached all viewers
   * @param microsPerPacket CPU time of the server's process for each of them
   * @param userShare of the server's core, outside the kernel, 0–1
   * @param systemShare of the server's core, inside the kernel
   * @param residentPerViewerKiB the process's growth since before the first viewer
   * @param lossShare of packets at their first sending
   * @param joinP50Ms from the intended offer to the first complete keyframe
   * @param delay of a picture: from its last packet's leaving the publisher until it was complete
   *     at a viewer
   * @param arrival from a frame's capture to its arrival at a viewer, where it tells its capture
   * @param generatorShare of the generator's own core, 0–1: near 1 the figures are its own
   * @param generatorLagP99Ms how late a timer of the generator was
   * @param threads of the server, where it tells
   */
  public record Result(
      String server,
      int viewers,
      int failed,
      double packetsPerSecond,
      double microsPerPacket,
      double userShare,
      double systemShare,
      double residentPerViewerKiB,
      double lossShare,
      double joinP50Ms,
      double joinP95Ms,
      Spans delay,
      Spans arrival,
      double generatorShare,
      double generatorLagP99Ms,
      Optional<Threads> threads) {
    /** Everybody in, less than 0.1 % lost, pictures within 50 ms at p99. */
    public boolean sustained() {
      return failed == 0 && lossShare < 0.001 && delay.count() > 0 && delay.p99Ms() < 50;
    }

    /** Whether the generator was too busy itself for the figures to say anything. */
    public boolean overloaded() {
      return generatorShare > 0.9 || generatorLagP99Ms > 20;
    }
  }

  private record Sample(
      long atMicros,
      ProcessMeter.Reading server,
      long ownCpu,
      long packets,
      long lost,
      Map<String, Histogram> pictures,
      Optional<JvmMeter.Reading> threads) {}

  private final TableClock clock;

  /** A measurement on a clock. */
  public Measurement(TableClock clock) {
    this.clock = clock;
  }

  /**
   * Measures.
   *
   * @param crowds all that will watch; together the plan's viewers
   */
  public Result run(ServerUnderTest server, Plan plan, List<Crowd> crowds)
      throws IOException, InterruptedException {
    ProcessMeter meter = new ProcessMeter(server.pid());
    ProcessMeter own = new ProcessMeter(ProcessHandle.current().pid());
    try (JvmMeter inside = server.threads().orElse(null);
        GeneratorHealth health = GeneratorHealth.watch(clock::nowMicros);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long idleHeapKiB = liveHeapKiB(inside);
      long idleKiB = meter.read().residentKiB();
      long joined =
          clock.nowMicros() + Math.round(plan.viewers() / plan.startsPerSecond() * 1_000_000);
      long from = joined + plan.warmSeconds() * 1_000_000L;
      long to = from + plan.seconds() * 1_000_000L;
      List<Future<?>> running = new ArrayList<>();
      for (Crowd crowd : crowds) {
        running.add(
            threads.submit(
                () -> {
                  crowd.run(to + STAY_MICROS);
                  return null;
                }));
      }
      waitUntil(from);
      Sample before = sample(meter, own, inside, crowds);
      waitUntil(to);
      Sample after = sample(meter, own, inside, crowds);
      double heapKiB = liveHeapKiB(inside) - idleHeapKiB;
      for (Future<?> each : running) {
        each.get();
      }
      double lag = health.finish().lag().p99();
      return result(server, plan, before, after, idleKiB, heapKiB, lag, sections(crowds));
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    }
  }

  private Result result(
      ServerUnderTest server,
      Plan plan,
      Sample before,
      Sample after,
      long idleKiB,
      double heapKiB,
      double lagP99Ms,
      List<Section> sections) {
    double wall = after.atMicros() - before.atMicros();
    double packets = Math.max(1, after.packets() - before.packets());
    double lost = after.lost() - before.lost();
    double user = after.server().userMicros() - before.server().userMicros();
    double system = after.server().systemMicros() - before.server().systemMicros();
    double grownKiB = after.server().residentKiB() - idleKiB;
    Histogram joins = together(sections, FIRST_FRAME);
    return new Result(
        server.name(),
        plan.viewers(),
        sections.stream().mapToInt(Section::failed).sum(),
        packets / wall * 1_000_000,
        (user + system) / packets,
        user / wall,
        system / wall,
        grownKiB / plan.viewers(),
        lost / (packets + lost),
        joins.getValueAtPercentile(50) / 1_000.0,
        joins.getValueAtPercentile(95) / 1_000.0,
        spans(before, after, DELAY),
        spans(before, after, ARRIVAL),
        (after.ownCpu() - before.ownCpu()) / wall,
        lagP99Ms,
        before
            .threads()
            .flatMap(
                first ->
                    after
                        .threads()
                        .map(
                            last ->
                                Threads.between(first, last, packets, heapKiB / plan.viewers()))));
  }

  private static Spans spans(Sample before, Sample after, String key) {
    Histogram values = after.pictures().get(key).copy();
    values.subtract(before.pictures().get(key));
    return Spans.of(values);
  }

  private Sample sample(ProcessMeter meter, ProcessMeter own, JvmMeter inside, List<Crowd> crowds)
      throws IOException {
    List<Section> sections = sections(crowds);
    Map<String, Histogram> pictures = new LinkedHashMap<>();
    PICTURES.forEach(key -> pictures.put(key, together(sections, key)));
    return new Sample(
        clock.nowMicros(),
        meter.read(),
        own.read().cpuMicros(),
        count(sections, List.of(PACKETS)),
        count(sections, LOST),
        pictures,
        inside == null ? Optional.empty() : Optional.of(inside.read()));
  }

  private static long liveHeapKiB(JvmMeter inside) throws IOException {
    return inside == null ? 0 : inside.liveHeapKiB();
  }

  private void waitUntil(long micros) throws InterruptedException {
    long left = micros - clock.nowMicros();
    while (left > 0) {
      LockSupport.parkNanos(left * 1_000);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      left = micros - clock.nowMicros();
    }
  }

  private static List<Section> sections(List<Crowd> crowds) {
    return crowds.stream().map(Crowd::section).toList();
  }

  private static long count(List<Section> sections, List<String> keys) {
    return Math.round(
        sections.stream()
            .flatMap(section -> section.counts().stream())
            .filter(count -> keys.contains(count.key()))
            .mapToDouble(Section.Count::value)
            .sum());
  }

  private static Histogram together(List<Section> sections, String key) {
    Histogram all = new Histogram(3);
    sections.stream()
        .flatMap(section -> section.series().stream())
        .filter(series -> series.key().equals(key))
        .forEach(series -> all.add(series.values()));
    return all;
  }
}
