package dev.croupier.loadtest.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.plan.ClockPlan;
import dev.croupier.time.clock.SystemTableClock;
import dev.croupier.time.clock.TableClock;
import dev.croupier.time.server.NtpServer;
import dev.croupier.time.server.TimeHttpServer;
import dev.croupier.time.server.TimeQuality;
import dev.croupier.time.server.TimeService;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Real clients at a real time server whose clock says what the test wants. */
final class ClockRunTest {
  private static final TableClock TRUTH = SystemTableClock.start(new Random(3));
  private static final long SECOND = 1_000_000;

  /** A server's clock that may be wrong. */
  private record Shifted(AtomicLong byMicros) implements TableClock {
    @Override
    public long nowMicros() {
      return TRUTH.nowMicros() + byMicros.get();
    }

    @Override
    public String clockId() {
      return TRUTH.clockId();
    }

    @Override
    public long epoch() {
      return 1;
    }
  }

  /** Both doors of a time server. */
  private record Doors(NtpServer ntp, TimeHttpServer http, ClockRun.Target target)
      implements AutoCloseable {
    static Doors open(long shiftMicros, long boundMicros) throws IOException {
      return open(new AtomicLong(shiftMicros), boundMicros);
    }

    static Doors open(AtomicLong shift, long boundMicros) throws IOException {
      TimeQuality primary = TimeQuality.primary();
      TimeQuality quality =
          new TimeQuality(
              0, primary.stratum(), primary.referenceId(), primary.precision(), 0, boundMicros, 1);
      TableClock clock = new Shifted(shift);
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      NtpServer ntp = NtpServer.open(any, clock, quality, new Random(1), new SimpleMeterRegistry());
      TimeHttpServer http =
          TimeHttpServer.open(
              any,
              new TimeService(clock, () -> 0, quality, new SimpleMeterRegistry()),
              Set.of(),
              () -> "");
      return new Doors(
          ntp,
          http,
          new ClockRun.Target(
              new InetSocketAddress(any.getAddress(), ntp.port()),
              URI.create("ws://127.0.0.1:" + http.port() + "/time")));
    }

    @Override
    public void close() {
      ntp.close();
      http.close();
    }
  }

  /** A clock of its own beginning, so that nothing works because two clocks happen to agree. */
  private static long local() {
    return System.nanoTime() / 1_000 - 7 * SECOND;
  }

  private static ClockRun clients(ClockRun.Target target, int ntp, int webSocket, double rate) {
    return new ClockRun(
        target,
        new ClockPlan(ntp, webSocket, rate),
        ClockRunTest::local,
        Optional.of(TRUTH),
        new SplittableRandom(5));
  }

  private static double count(Section section, String key) {
    return section.counts().stream()
        .filter(count -> count.key().equals(key))
        .mapToDouble(Section.Count::value)
        .findFirst()
        .orElseThrow();
  }

  private static double steps(ClockRun run) {
    return run.section().figures().get("clock_steps_back");
  }

  /** Runs until something was seen. */
  private static void runUntil(ClockRun run, BooleanSupplier wanted) {
    try (ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> running = start(side, run);
      await(wanted);
      boolean _ = running.cancel(true);
    }
  }

  private static Future<?> start(ExecutorService side, ClockRun run) {
    return side.submit(
        () -> {
          run.run(local() + 60 * SECOND);
          return null;
        });
  }

  private static boolean answers(ClockRun run, int ntp, int webSocket) {
    Section seen = run.section();
    return count(seen, "ntp_answers") >= ntp && count(seen, "ws_answers") >= webSocket;
  }

  private static void await(BooleanSupplier wanted) {
    long deadline = local() + 30 * SECOND;
    while (!wanted.getAsBoolean()) {
      assertTrue(local() < deadline, "in time");
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void hundredsOfClientsOfARightServerAreRightWithinTheirBounds() throws Exception {
    try (Doors doors = Doors.open(0, 1)) {
      ClockRun run = clients(doors.target(), 300, 30, 5);
      runUntil(run, () -> run.section().failed() == 0 && answers(run, 900, 90));
      Section seen = run.section();
      assertEquals(0, seen.failed(), seen.failures().toString());
      assertEquals(0.0, seen.figures().get("clock_bound_violations"));
      assertEquals(0.0, seen.figures().get("clock_steps_back"));
      // The bounds hold on any machine; how small the errors are depends on how busy it is.
      for (Section.Named series : seen.series()) {
        long median = series.values().getValueAtPercentile(50);
        assertTrue(!series.key().endsWith("_error") || median < 50_000, series.key() + median);
      }
      assertEquals(0, count(seen, "ntp_kisses"), "each client has an address of its own");
    }
  }

  @Test
  void aServerThatIsWrongByMoreThanItSaysIsFoundByEveryAnswer() throws Exception {
    try (Doors doors = Doors.open(2 * SECOND, 1)) {
      ClockRun run = clients(doors.target(), 20, 10, 10);
      runUntil(run, () -> answers(run, 60, 30));
      Section seen = run.section();
      assertEquals(count(seen, "ntp_answers"), count(seen, "ntp_violations"));
      assertEquals(count(seen, "ws_answers"), count(seen, "ws_violations"));
      Section.Named errors = seen.series().getFirst();
      assertEquals("ntp_error", errors.key());
      assertEquals(2_000_000, errors.values().getValueAtPercentile(50), 200_000);
    }
  }

  @Test
  void aServerThatSaysHowWrongItMayBeKeepsItsWord() throws Exception {
    try (Doors doors = Doors.open(100_000, 150_000)) {
      ClockRun run = clients(doors.target(), 20, 10, 10);
      runUntil(run, () -> answers(run, 60, 30));
      assertEquals(0.0, run.section().figures().get("clock_bound_violations"));
    }
  }

  @Test
  void aClockThatRunsBackwardsIsSeenOnceByEachClient() throws Exception {
    AtomicLong shift = new AtomicLong();
    try (Doors doors = Doors.open(shift, 1);
        ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
      ClockRun run = clients(doors.target(), 10, 5, 10);
      Future<?> running = start(side, run);
      await(() -> run.section().failed() == 0);
      shift.set(-5 * SECOND);
      await(() -> steps(run) >= 15);
      boolean _ = running.cancel(true);
      assertEquals(15.0, run.section().figures().get("clock_steps_back"));
      double restarts = count(run.section(), "ntp_restarts") + count(run.section(), "ws_restarts");
      assertEquals(15, restarts);
    }
  }

  @Test
  void aServerThatSaysNothingOrNonsenseFailsAllAndNothingBreaks() throws Exception {
    try (DatagramSocket nonsense =
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> answered = side.submit(() -> answerNonsense(nonsense));
      ClockRun.Target target =
          new ClockRun.Target(
              (InetSocketAddress) nonsense.getLocalSocketAddress(),
              URI.create("ws://127.0.0.1:1/"));
      ClockRun run = clients(target, 5, 0, 10);
      runUntil(run, () -> count(run.section(), "ntp_unusable") > 5);
      nonsense.close();
      assertTrue(answered.get() > 5);
      Section seen = run.section();
      assertEquals(5, seen.failed());
      assertTrue(count(seen, "ntp_lost") > 0);
      assertEquals(0, count(seen, "ntp_answers"));
      assertEquals(Double.POSITIVE_INFINITY, seen.figures().get("ntp_error_p99_ms"));
    }
  }

  /** Every second answer is the question itself, the others are too short. */
  private static int answerNonsense(DatagramSocket socket) throws IOException {
    int answers = 0;
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[64], 64);
        socket.receive(packet);
        packet.setLength(++answers % 2 == 0 ? packet.getLength() : 7);
        socket.send(packet);
      }
    } catch (SocketException _) {
      return answers;
    }
  }

  @Test
  void lostConnectionsAreMadeAgain() throws Exception {
    try (Doors doors = Doors.open(0, 1);
        ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
      ClockRun run = clients(doors.target(), 0, 5, 10);
      Future<?> running = start(side, run);
      await(() -> run.section().failed() == 0);
      run.reconnect();
      double before = count(run.section(), "ws_answers");
      await(() -> count(run.section(), "ws_answers") > before + 15);
      boolean _ = running.cancel(true);
      assertEquals(0.0, run.section().figures().get("clock_bound_violations"));
    }
  }
}
