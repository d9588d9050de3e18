package dev.croupier.loadtest.app;

import com.sun.management.OperatingSystemMXBean;
import dev.croupier.loadtest.bettor.BettorRun;
import dev.croupier.loadtest.bettor.Cashier;
import dev.croupier.loadtest.fake.FakeCashier;
import dev.croupier.loadtest.fake.FakeGatewayMain;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.plan.Arrivals;
import dev.croupier.loadtest.plan.BettorPlan;
import dev.croupier.time.clock.SystemTableClock;
import dev.croupier.time.clock.TableClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a bettor costs this process: sockets, memory and CPU of a crowd that bets through one round.
 * Arguments: the number of bettors (10000), the most seconds it may take (55), then, for a real
 * gateway in demo mode instead of a fake one in a process of its own, its address and a roulette
 * table that is dealt at.
 */
final class BettorBenchmark {
  private static final long BETTING_MILLIS = 8_000;
  private static final long LIMIT_SECONDS = 55;
  private static final double STARTS_PER_SECOND = 600;
  private static final double SLIPS_PER_SECOND = 0.2;

  private BettorBenchmark() {}

  /** Runs it once and prints a few lines. */
  public static void main(String[] arguments) throws Exception {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    long limit = arguments.length > 1 ? Long.parseLong(arguments[1]) : LIMIT_SECONDS;
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      if (arguments.length > 3) {
        URI base = URI.create(arguments[2]);
        byte[] name = new byte[4];
        new SecureRandom().nextBytes(name);
        measure(
            count,
            limit,
            base,
            arguments[3],
            new HouseDoor(base, http, HexFormat.of().formatHex(name), null));
        return;
      }
      Process fake =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElse("java"),
                  "-cp",
                  System.getProperty("java.class.path"),
                  FakeGatewayMain.class.getName(),
                  Integer.toString(count),
                  Long.toString(BETTING_MILLIS))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (BufferedReader said =
          new BufferedReader(
              new InputStreamReader(fake.getInputStream(), StandardCharsets.UTF_8))) {
        int port = Integer.parseInt(said.readLine());
        measure(
            count,
            limit,
            URI.create("http://127.0.0.1:" + port + "/"),
            "t",
            new FakeCashier(http, port));
      } finally {
        fake.destroy();
      }
    }
  }

  private static void measure(int count, long seconds, URI base, String table, Cashier cashier)
      throws Exception {
    TableClock clock = SystemTableClock.start(new SecureRandom());
    BettorRun run =
        new BettorRun(
            new BettorRun.Target(
                URI.create("ws://" + base.getHost() + ":" + base.getPort() + "/ws"), table),
            new BettorPlan(
                count,
                STARTS_PER_SECOND,
                Arrivals.constant(SLIPS_PER_SECOND),
                1,
                100,
                List.of("red", "black", "straight:17"),
                0.1,
                0),
            cashier,
            clock,
            new SplittableRandom(1));
    long heapBefore = heap();
    long residentBefore = resident();
    long cpuBefore = cpu();
    long from = clock.nowMicros();
    long perSocket = 0;
    long residentPerSocket = 0;
    long cpuConnected = 0;
    try (ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> running =
          side.submit(
              () -> {
                run.run(from + seconds * 1_000_000);
                return null;
              });
      boolean over = false;
      while (!over) {
        try {
          running.get(250, TimeUnit.MILLISECONDS);
          over = true;
        } catch (TimeoutException _) {
          if (perSocket == 0 && welcomed(run.section()) == count) {
            cpuConnected = cpu();
            System.out.printf("%d sockets after %.1f s%n", count, (clock.nowMicros() - from) / 1e6);
            residentPerSocket = (resident() - residentBefore) / count;
            perSocket = Math.max(1, (heap() - heapBefore) / count);
          }
        }
      }
    }
    double took = (clock.nowMicros() - from) / 1e6;
    System.out.printf(
        "heap %.1f KiB, resident %.1f KiB (%.4f MiB) a socket; threads %d%n",
        perSocket / 1024.0,
        residentPerSocket / 1024.0,
        residentPerSocket / 1048576.0,
        ManagementFactory.getThreadMXBean().getThreadCount());
    System.out.printf(
        "CPU: %.2f ms a socket to connect, %.2f s for the whole %.1f s%n",
        (cpuConnected - cpuBefore) / 1e6 / count, (cpu() - cpuBefore) / 1e9, took);
    Section seen = run.section();
    System.out.println("failed " + seen.failed() + " " + seen.failures());
    System.out.println(seen.figures());
    System.out.println(run.findings());
  }

  private static long welcomed(Section section) {
    return section.series().getFirst().values().getTotalCount();
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long resident() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
      }
    }
    return 0;
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
