package dev.croupier.loadtest.peer;

import dev.croupier.loadtest.measure.Crowd;
import dev.croupier.loadtest.measure.GeneratorHealth;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
  /** How long viewers stay when all is measured. */
  private static final long STAY_MICROS = 1_000_000;

  private static final String PACKETS = "packets";
  private static final List<String> LOST = List.of("lost_before_nack", "lost");
  private static final String FIRST_FRAME = "join_first_frame";
  private static final String LATENESS = "frame_delay";

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
   * What was measured.
   *
   * @param failed viewers that never saw a frame or could not come
   * @param packetsPerSecond that reached all viewers
   * @param microsPerPacket CPU time of the server's process for each of them
   * @param cpuShare of the server's core, 0–1
   * @param residentPerViewerKiB the process's growth since before the first viewer
   * @param lossShare of packets at their first sending
   * @param joinP50Ms from the intended offer to the first complete keyframe
   * @param frameDelayP99Ms a frame's way beyond that of the fastest frame of its viewer
   * @param generatorShare of the generator's own core, 0–1: near 1 the figures are its own
   * @param generatorLagP99Ms how late a timer of the generator was
   */
  public record Result(
      String server,
      int viewers,
      int failed,
      double packetsPerSecond,
      double microsPerPacket,
      double cpuShare,
      double residentPerViewerKiB,
      double lossShare,
      double joinP50Ms,
      double joinP95Ms,
      double frameDelayP50Ms,
      double frameDelayP99Ms,
      double generatorShare,
      double generatorLagP99Ms) {
    /** The design's word: less than 0.1 % lost, frames within 50 ms at p99, everybody in. */
    public boolean sustained() {
      return failed == 0 && lossShare < 0.001 && frameDelayP99Ms < 50;
    }

    /** Whether the generator was too busy itself for the figures to say anything. */
    public boolean overloaded() {
      return generatorShare > 0.9 || generatorLagP99Ms > 20;
    }
  }

  private record Sample(
      long atMicros, long serverCpu, long ownCpu, long packets, long lost, Histogram delays) {}

  private final TableClock clock;

  /** A measurement on a clock. */
  public Measurement(TableClock clock) {
    this.clock = clock;
  }

  /**
   * Measures.
   *
   * @param crowds all that watch; together the plan's viewers
   * @param idleKiB the server's memory before the first of them
   */
  public Result run(ServerUnderTest server, Plan plan, List<Crowd> crowds, long idleKiB)
      throws IOException, InterruptedException {
    ProcessMeter meter = new ProcessMeter(server.pid());
    ProcessMeter own = new ProcessMeter(ProcessHandle.current().pid());
    long joined =
        clock.nowMicros() + Math.round(plan.viewers() / plan.startsPerSecond() * 1_000_000);
    long from = joined + plan.warmSeconds() * 1_000_000L;
    long to = from + plan.seconds() * 1_000_000L;
    try (GeneratorHealth health = GeneratorHealth.watch(clock::nowMicros);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
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
      Sample before = sample(meter, own, crowds);
      waitUntil(to);
      Sample after = sample(meter, own, crowds);
      long residentKiB = meter.read().residentKiB();
      for (Future<?> each : running) {
        each.get();
      }
      double lag = health.finish().lag().p99();
      return result(server, plan, before, after, residentKiB - idleKiB, lag, sections(crowds));
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    }
  }

  private Result result(
      ServerUnderTest server,
      Plan plan,
      Sample before,
      Sample after,
      long grownKiB,
      double lagP99Ms,
      List<Section> sections) {
    double wall = after.atMicros() - before.atMicros();
    double packets = Math.max(1, after.packets() - before.packets());
    double lost = after.lost() - before.lost();
    double cpu = after.serverCpu() - before.serverCpu();
    Histogram joins = together(sections, FIRST_FRAME);
    Histogram delays = after.delays().copy();
    delays.subtract(before.delays());
    return new Result(
        server.name(),
        plan.viewers(),
        sections.stream().mapToInt(Section::failed).sum(),
        packets / wall * 1_000_000,
        cpu / packets,
        cpu / wall,
        (double) grownKiB / plan.viewers(),
        lost / (packets + lost),
        joins.getValueAtPercentile(50) / 1_000.0,
        joins.getValueAtPercentile(95) / 1_000.0,
        delays.getValueAtPercentile(50) / 1_000.0,
        delays.getValueAtPercentile(99) / 1_000.0,
        (after.ownCpu() - before.ownCpu()) / wall,
        lagP99Ms);
  }

  private Sample sample(ProcessMeter meter, ProcessMeter own, List<Crowd> crowds)
      throws IOException {
    List<Section> sections = sections(crowds);
    return new Sample(
        clock.nowMicros(),
        meter.read().cpuMicros(),
        own.read().cpuMicros(),
        count(sections, List.of(PACKETS)),
        count(sections, LOST),
        together(sections, LATENESS));
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
