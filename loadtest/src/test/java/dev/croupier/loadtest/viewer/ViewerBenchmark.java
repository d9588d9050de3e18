package dev.croupier.loadtest.viewer;

import com.sun.management.ThreadMXBean;
import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.plan.Arrivals;
import dev.croupier.loadtest.plan.ViewerPlan;
import dev.croupier.loadtest.studio.VideoSettings;
import dev.croupier.time.clock.SystemTableClock;
import dev.croupier.time.clock.TableClock;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * What a viewer of 2.5 Mbit/s costs the generator. Not a test: run it by hand, blaster and viewers
 * each in a process of its own so that neither's collector disturbs the other's figures:
 *
 * <pre>
 *   java -cp … dev.croupier.loadtest.viewer.ViewerBenchmark blast             prints its address
 *   java -cp … dev.croupier.loadtest.viewer.ViewerBenchmark full  300 ADDRESS
 *   java -cp … dev.croupier.loadtest.viewer.ViewerBenchmark sinks 600 ADDRESS
 * </pre>
 *
 * The kernel hands a picture's packets over as one (UDP_GRO); with {@code each} at the end of the
 * line every datagram is read alone.
 *
 * <p>The blaster is a {@link WhepStage}: one real handshake a client, then every packet protected
 * with that client's keys, 30 frames of 10,417 bytes and 50 packets of sound a second, sent by UDP
 * GSO. The receivers' cost is the CPU time of the client event loops, of the kernel's work on their
 * behalf too, while all watch; the whole process, collector and all, is shown beside it.
 */
final class ViewerBenchmark {
  private static final int FPS = 30;
  private static final int FRAME_BYTES = 2_500_000 / 8 / FPS;
  private static final int SOUND_BYTES = 160;
  private static final int ARRIVALS = 50;

  /** After the last one has come: handshakes are over and the compiler is done. */
  private static final long SETTLE_MICROS = 6_000_000;

  private static final long MEASURED_MICROS = 8_000_000;

  private ViewerBenchmark() {}

  /** Blasts or receives. */
  public static void main(String[] arguments) throws Exception {
    TableClock clock = SystemTableClock.start(new SecureRandom());
    if (arguments.length == 1 && arguments[0].equals("blast")) {
      blast(clock);
    } else if (arguments.length == 3 || (arguments.length == 4 && arguments[3].equals("each"))) {
      receive(
          arguments[0].equals("full"),
          Integer.parseInt(arguments[1]),
          URI.create(arguments[2]),
          arguments.length == 3,
          clock);
    } else {
      System.err.println("blast | full N ADDRESS [each] | sinks N ADDRESS [each]");
      System.exit(2);
    }
  }

  /** Until standard input ends. */
  private static void blast(TableClock clock) throws Exception {
    VideoSettings video =
        new VideoSettings(1280, 720, FPS, 1_000_000, FPS, VideoSettings.Profile.HIGH);
    List<Recorded> frames = Recorded.pictures(1, video, 2 * FPS, FRAME_BYTES);
    byte[] opus = new byte[SOUND_BYTES];
    Arrays.fill(opus, (byte) 0x55);
    opus[0] = (byte) 0xF8;
    try (WhepStage stage = new WhepStage(WhepStage.Manners.plain(), clock);
        var ticker = Executors.newScheduledThreadPool(1)) {
      System.out.println(stage.address());
      awaitViewers(stage);
      long start = clock.nowMicros();
      long[] sent = new long[3];
      AtomicBoolean busy = new AtomicBoolean();
      var _ =
          ticker.scheduleAtFixedRate(
              () -> {
                long now = clock.nowMicros() - start;
                if (busy.get()) {
                  return; // a blaster that is behind sends less, and the receivers say so
                }
                if (now * FPS / 1_000_000 > sent[0]) {
                  sent[0] = now * FPS / 1_000_000;
                  Recorded frame = frames.get((int) (sent[0] % frames.size()));
                  stage.frame(frame, start + sent[0] * 1_000_000 / FPS);
                }
                if (now / 20_000 > sent[1]) {
                  sent[1] = now / 20_000;
                  stage.sound(opus, start + sent[1] * 20_000);
                }
                if (now / 1_000_000 > sent[2]) {
                  sent[2] = now / 1_000_000;
                  stage.report();
                }
                busy.set(true);
                stage.loop().execute(() -> busy.set(false));
              },
              1,
              1,
              TimeUnit.MILLISECONDS);
      while (System.in.read() >= 0) {
        // Waits for its end.
      }
      ticker.shutdownNow();
    }
  }

  /** Handshakes are made before anything is sent: until none has come for a second. */
  private static void awaitViewers(WhepStage stage) {
    int before = 0;
    while (before == 0 || stage.everConnected() > before) {
      before = stage.everConnected();
      LockSupport.parkNanos(1_000_000_000);
    }
  }

  private static void receive(
      boolean full, int count, URI address, boolean merging, TableClock clock) throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var process =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try (ClientTransports transports =
            new ClientTransports(
                1, InetAddress.getLoopbackAddress(), merging, clock, new SecureRandom());
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      WhepTarget target = new WhepTarget(address, WhepTarget.Tokens.NONE, true);
      Arrivals arrivals = Arrivals.constant(ARRIVALS);
      ViewerPlan plan =
          full ? new ViewerPlan(count, 0, 0, arrivals) : new ViewerPlan(0, count, 0, arrivals);
      SplittableRandom random = new SplittableRandom(1);
      long settled = clock.nowMicros() + count * 1_000_000L / ARRIVALS + SETTLE_MICROS;
      long until = settled + MEASURED_MICROS + 500_000;
      WhepViewers viewers = new WhepViewers(target, plan, http, transports, clock, random);
      WhepSinks sinks = new WhepSinks(target, plan, http, transports, clock, random);
      Future<?> running =
          crowd.submit(
              () -> {
                if (full) {
                  viewers.run(until);
                } else {
                  sinks.run(until);
                }
                return null;
              });
      parkUntil(settled, clock);
      long packets = transports.counters().packetsIn();
      long bytes = transports.counters().bytesIn();
      long loops = loopNanos(threads, false);
      long user = loopNanos(threads, true);
      long whole = process.getProcessCpuTime();
      long from = clock.nowMicros();
      parkUntil(settled + MEASURED_MICROS, clock);
      double seconds = (clock.nowMicros() - from) / 1e6;
      double loopCores = (loopNanos(threads, false) - loops) / 1e9 / seconds;
      double userShare = (loopNanos(threads, true) - user) / 1e9 / seconds / loopCores;
      double wholeCores = (process.getProcessCpuTime() - whole) / 1e9 / seconds;
      long received = transports.counters().packetsIn() - packets;
      double megabits = (transports.counters().bytesIn() - bytes) * 8 / 1e6 / seconds;
      running.get();
      Section section = full ? viewers.section() : sinks.section();
      System.out.printf(
          "%s, %s: %d (failed %d), %.2f Mbit/s each, %.0f packets/s%n",
          section.title(),
          transports.merging() ? "rows of datagrams merged" : "each datagram read alone",
          section.asked(),
          section.failed(),
          megabits / count,
          received / seconds);
      System.out.printf(
          "  event loops %.3f core (%.0f %% user), %.2f us a packet -> %.0f per core%n",
          loopCores, 100 * userShare, loopCores * 1e6 * seconds / received, count / loopCores);
      System.out.printf(
          "  whole process %.3f core -> %.0f per core%n", wholeCores, count / wholeCores);
      System.out.println("  " + section.figures());
      section.failures().forEach(failure -> System.out.println("  " + failure));
    }
  }

  private static long loopNanos(ThreadMXBean threads, boolean user) {
    long sum = 0;
    for (long id : threads.getAllThreadIds()) {
      var info = threads.getThreadInfo(id);
      if (info != null && info.getThreadName().startsWith("client-")) {
        sum += user ? threads.getThreadUserTime(id) : threads.getThreadCpuTime(id);
      }
    }
    return sum;
  }

  private static void parkUntil(long micros, TableClock clock) {
    for (long left = micros - clock.nowMicros(); left > 0; left = micros - clock.nowMicros()) {
      LockSupport.parkNanos(left * 1_000);
    }
  }
}
