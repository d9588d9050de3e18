package dev.croupier.loadtest.clock;

import dev.croupier.loadtest.measure.Crowd;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.plan.ClockPlan;
import dev.croupier.loadtest.socket.SocketClient;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/**
 * Clients of the time server over NTP and over its WebSocket. {@link #run} blocks; all else may be
 * called from any thread.
 */
public final class ClockRun implements Crowd {
  private static final int MAX_FAILURES = 5;

  /**
   * Where time is served.
   *
   * @param ntp the UDP port
   * @param webSocket {@code ws://…/time}
   */
  public record Target(InetSocketAddress ntp, URI webSocket) {}

  private final Target target;
  private final ClockPlan plan;
  private final Truth truth;
  private final SplittableRandom random;
  private final ClockTally ntp = new ClockTally();
  private final ClockTally socket = new ClockTally();
  private final NtpClients ntpClients;
  private final List<TimeClient> socketClients = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  /**
   * Clients that have not come yet.
   *
   * @param localMicros their own clock: monotonic, of any beginning
   * @param table the server's true clock, where the tester shares its process; without it nothing
   *     is said of errors and bounds
   */
  public ClockRun(
      Target target,
      ClockPlan plan,
      LongSupplier localMicros,
      Optional<TableClock> table,
      SplittableRandom random) {
    this.target = target;
    this.plan = plan;
    this.truth = new Truth(localMicros, table);
    this.random = random;
    this.ntpClients =
        new NtpClients(target.ntp(), plan.exchangesPerSecond(), truth, ntp, random.split());
    for (int i = 0; i < plan.webSocket(); i++) {
      socketClients.add(new TimeClient(truth, socket));
    }
  }

  /**
   * {@inheritDoc}
   *
   * @param untilMicros on the clients' local clock
   */
  @Override
  public void run(long untilMicros) throws IOException, InterruptedException {
    try (SocketClient client = SocketClient.open("clocks", plan.ntp() + plan.webSocket());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name("ntp-clients").factory())) {
      Future<?> datagrams =
          thread.submit(
              () -> {
                ntpClients.run(plan.ntp(), untilMicros);
                return null;
              });
      for (TimeClient each : socketClients) {
        SplittableRandom own = random.split();
        threads.execute(() -> ask(each, client, untilMicros, own));
      }
      try {
        datagrams.get();
      } catch (InterruptedException e) {
        threads.shutdownNow();
        thread.shutdownNow();
        throw e;
      }
    } catch (ExecutionException e) {
      throw new IOException("NTP: " + e.getCause().getMessage(), e);
    }
  }

  @Override
  public void reconnect() {
    socketClients.forEach(TimeClient::drop);
  }

  @Override
  public Section section() {
    List<Section.Named> series = new ArrayList<>();
    List<Section.Count> counts = new ArrayList<>();
    if (plan.ntp() > 0) {
      series.addAll(ntp.series("ntp"));
      counts.addAll(ntp.counts("ntp"));
    }
    if (plan.webSocket() > 0) {
      series.addAll(socket.series("ws"));
      counts.addAll(socket.counts("ws"));
    }
    int failed = failed();
    return new Section(
        "clocks",
        "clocks",
        plan.ntp() + plan.webSocket(),
        failed,
        reasons(),
        series,
        counts,
        figures(failed),
        List.of());
  }

  private Map<String, Double> figures(int failed) {
    Map<String, Double> figures = new LinkedHashMap<>();
    boolean judged = truth.table().isPresent();
    long violations = ntp.violations.sum() + socket.violations.sum();
    figures.put("failed_clocks", (double) failed);
    if (plan.ntp() > 0) {
      figures.put("ntp_error_p99_ms", ntp.errorP99Ms());
    }
    if (plan.webSocket() > 0) {
      figures.put("ws_clock_error_p99_ms", socket.errorP99Ms());
    }
    figures.put("clock_bound_violations", judged ? violations : Double.POSITIVE_INFINITY);
    figures.put("clock_steps_back", (double) ntp.stepsBack.sum() + socket.stepsBack.sum());
    return figures;
  }

  private int failed() {
    return ntpClients.silent()
        + (int) socketClients.stream().filter(client -> !client.answered()).count();
  }

  private List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    if (ntpClients.silent() > 0) {
      reasons.add(ntpClients.silent() + " NTP clients had no answer from " + target.ntp());
    }
    synchronized (failures) {
      reasons.addAll(failures);
    }
    return reasons;
  }

  private void ask(
      TimeClient client, SocketClient sockets, long untilMicros, SplittableRandom own) {
    try {
      client.run(sockets, target.webSocket(), plan.exchangesPerSecond(), untilMicros, own);
    } catch (IOException e) {
      synchronized (failures) {
        if (failures.size() < MAX_FAILURES && !failures.contains(e.getMessage())) {
          failures.add(e.getMessage());
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
