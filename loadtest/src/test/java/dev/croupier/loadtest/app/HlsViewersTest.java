package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.plan.HlsPlan;
import dev.croupier.loadtest.viewer.HlsRun;
import dev.croupier.loadtest.viewer.People;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native HLS viewers against a real gateway and a real camera of 360p. */
final class HlsViewersTest {
  private static final int VIEWERS = 3;
  private static final long PATIENCE_MICROS = 40_000_000;
  private static final long POLL_NANOS = 50_000_000;

  @TempDir Path folder;

  /** Demo tokens for some, none for others. */
  private record Guests(TestHouse house, boolean known) implements People {
    @Override
    public String subject(String kind, int number) {
      return kind + "-" + number;
    }

    @Override
    public String token(String subject) throws IOException, InterruptedException {
      return known ? house.api().demoToken("player", subject) : "";
    }

    @Override
    public Wallet wallet(String subject, String token) {
      throw new IllegalStateException("viewers have no wallet");
    }
  }

  private static double count(Section section, String key) {
    return section.counts().stream()
        .filter(count -> count.key().equals(key))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static long latencies(Section section) {
    return section.series().stream()
        .filter(series -> series.key().equals("hls_latency"))
        .findFirst()
        .orElseThrow()
        .values()
        .getTotalCount();
  }

  @Test
  void viewersJoinAsSoonAsThereIsASegmentAndPlayOn() throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), TestHouse.ROULETTE);
        HttpClient http = HttpClient.newHttpClient()) {
      house.testCard("roulette-1/cam-a", 1).start();
      house.awaitSignal("cam-a", "live");
      TableClock clock = house.ground().clock();
      HlsRun.Target target =
          new HlsRun.Target(house.address().resolve("/hls/roulette-1/index.m3u8"), true);

      HlsRun strangers =
          new HlsRun(target, new HlsPlan(1, 100), new Guests(house, false), http, clock);
      strangers.run(clock.nowMicros() + PATIENCE_MICROS);
      assertEquals(List.of("index.m3u8 answered 401"), strangers.section().failures());

      HlsRun run =
          new HlsRun(target, new HlsPlan(VIEWERS, 100), new Guests(house, true), http, clock);
      long until = clock.nowMicros() + PATIENCE_MICROS;
      Thread thread = Thread.ofPlatform().start(() -> quietly(run, until));
      // A segment for each that came while they watched.
      while (latencies(run.section()) < VIEWERS && clock.nowMicros() < until) {
        LockSupport.parkNanos(POLL_NANOS);
      }
      thread.interrupt();
      thread.join();
      Section seen = run.section();
      assertEquals(List.of(), seen.failures());
      assertEquals(VIEWERS, seen.asked());
      assertEquals(0, count(seen, "hls_errors"));
      assertEquals(0, count(seen, "hls_lost_segments"));
      assertTrue(count(seen, "hls_bytes") > 0.1, seen.toString());
      assertTrue(seen.figures().get("hls_first_segment_p95_ms") > 0, seen.toString());
      // Segments of two seconds: what is shown is older than one of them, and not very old.
      double latency = seen.figures().get("hls_latency_p95_ms");
      assertTrue(latency > 2_000 && latency < 20_000, latency + " ms");
    }
  }

  private static void quietly(HlsRun run, long until) {
    try {
      run.run(until);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
