package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.loadtest.measure.Crowd;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.plan.Arrivals;
import dev.croupier.loadtest.plan.ViewerPlan;
import dev.croupier.loadtest.studio.GatewayApi;
import dev.croupier.loadtest.viewer.WhepSinks;
import dev.croupier.loadtest.viewer.WhepTarget;
import dev.croupier.loadtest.viewer.WhepViewers;
import dev.croupier.time.clock.TableClock;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Native viewers and sinks at a real gateway with two unlike cameras, through a cut. */
@Timeout(120)
final class ViewerCrowdTest {
  private static final int VIEWERS = 3;
  private static final long LONG_MICROS = 90_000_000;
  private static final long AWAIT_MICROS = 40_000_000;

  @TempDir Path folder;

  @Test
  void allPhasesOfJoiningAndTheFirstFrameOfANewSignalAreSeen() throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), TestHouse.ROULETTE);
        HttpClient http = HttpClient.newHttpClient()) {
      TableClock clock = house.ground().clock();
      house.testCard("roulette-1/cam-a", 21).start();
      house.testCard("roulette-1/cam-b", 22, "270p25", "bitrate=300k").start();
      house.awaitSignal("cam-a", "live");
      house.awaitSignal("cam-b", "live");
      WhepTarget target =
          new WhepTarget(
              house.address().resolve("/whep/roulette-1"),
              (kind, number) -> house.api().demoToken("player", kind + "-" + number),
              true);
      ViewerPlan plan = new ViewerPlan(VIEWERS, 1, 1, Arrivals.constant(50));
      WhepViewers viewers =
          new WhepViewers(target, plan, http, house.transports(), clock, new SplittableRandom(3));
      WhepSinks sinks =
          new WhepSinks(target, plan, http, house.transports(), clock, new SplittableRandom(4));
      List<Thread> threads = List.of(start(viewers, clock), start(sinks, clock));
      await(clock, () -> samples(viewers, "join_first_live_frame") == VIEWERS);
      await(clock, () -> count(viewers.section(), "decoded_frames") > 20);
      GatewayApi.Answer cut = house.cut("cam-b");
      assertEquals(202, cut.status(), cut.toString());
      await(clock, () -> count(viewers.section(), "new_signal_views") == VIEWERS);
      await(clock, () -> samples(viewers, "skew") > 10);
      await(clock, () -> samples(viewers, "capture_to_picture") > 20);
      await(clock, () -> count(viewers.section(), "frames_shown") > 100);
      for (Thread thread : threads) {
        thread.interrupt();
        thread.join();
      }

      Section seen = viewers.section();
      assertEquals(0, seen.failed(), seen.failures().toString());
      assertEquals(VIEWERS, seen.asked());
      inOrder(seen, "join_answered", "join_checked", "join_connected");
      // What comes before the own keys are there is kept, with the time of its arrival.
      inOrder(seen, "join_checked", "join_first_frame", "join_first_live_frame");
      assertEquals(VIEWERS, samples(viewers, "join_first_packet"));
      assertEquals(1, count(seen, "new_signals"));
      assertEquals(VIEWERS, count(seen, "new_signal_exact"), "no viewer saw another frame first");
      assertEquals("camera 21 to 22", seen.marks().getFirst().label());
      assertEquals(0, count(seen, "sequence_gaps"));
      assertEquals(0, count(seen, "lost_after_nack"));
      assertEquals(0, count(seen, "no_picture_frames"));
      assertTrue(seen.figures().get("av_shift_p95_ms") <= 1, seen.figures().toString());

      Section light = sinks.section();
      assertEquals(0, light.failed(), light.failures().toString());
      assertEquals(0, light.figures().get("sink_loss_share"));
      double opened = count(light, "opened") / light.figures().get("sink_packets");
      assertTrue(opened > 0.03 && opened < 0.12, "one packet in twenty: " + opened);
    }
  }

  private static void inOrder(Section seen, String... phases) {
    double before = 0;
    for (String phase : phases) {
      double mean = values(seen, phase).values().getMean();
      assertTrue(mean >= before, phase + " at " + mean + " µs, the one before at " + before);
      before = mean;
    }
  }

  private static Thread start(Crowd crowd, TableClock clock) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                crowd.run(clock.nowMicros() + LONG_MICROS);
              } catch (Exception e) {
                // Sent away by the test; what it has seen is in its section.
              }
            });
  }

  private static void await(TableClock clock, BooleanSupplier wanted) {
    long deadline = clock.nowMicros() + AWAIT_MICROS;
    while (!wanted.getAsBoolean()) {
      assertTrue(clock.nowMicros() < deadline, "it did not come to pass in time");
      LockSupport.parkNanos(50_000_000);
    }
  }

  private static long samples(Crowd crowd, String key) {
    return values(crowd.section(), key).values().getTotalCount();
  }

  private static Section.Named values(Section section, String key) {
    return section.series().stream()
        .filter(named -> named.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private static long count(Section section, String key) {
    return section.counts().stream()
        .filter(count -> count.key().equals(key))
        .mapToLong(count -> Math.round(count.value()))
        .findFirst()
        .orElseThrow();
  }
}
