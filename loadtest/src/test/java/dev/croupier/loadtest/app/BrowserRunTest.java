package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.loadtest.browser.BrowserRun;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.plan.BrowserPlan;
import dev.croupier.loadtest.relay.Direction;
import dev.croupier.loadtest.relay.Impairment;
import dev.croupier.loadtest.relay.Relay;
import dev.croupier.loadtest.relay.RelaySettings;
import dev.croupier.time.clock.SystemTableClock;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chromium pages where something is wrong; where all is well they are in {@link AgreementTest}. */
final class BrowserRunTest {
  private static final long WATCH_MICROS = 60_000_000;
  private static final long POLL_NANOS = 20_000_000;

  private static final int PACKETS = 300;

  @TempDir Path folder;

  private final TableClock clock = SystemTableClock.start(new SecureRandom());

  @Test
  void withoutChromiumOneLineSaysWhatToInstall() {
    try (HttpClient http = HttpClient.newHttpClient()) {
      BrowserRun run =
          new BrowserRun(
              new BrowserRun.Target(
                  URI.create("http://127.0.0.1:1/whep/t"), true, Path.of("/nowhere/chromium")),
              new BrowserPlan(1),
              _ -> "",
              http,
              clock);
      IOException e =
          assertThrows(IOException.class, () -> run.run(clock.nowMicros() + WATCH_MICROS));
      assertEquals(
          "browsers need Chromium at /nowhere/chromium, where there is none:"
              + " install the package chromium (Debian: apt install chromium)",
          e.getMessage());
    }
  }

  @Test
  void lossesAreCountedReconnectingPagesComeAgainAndOneThatIsRefusedFailsAlone() throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), TestHouse.ROULETTE);
        HttpClient http = HttpClient.newHttpClient();
        Relay relay = Relay.open(RelaySettings.to(house.address()), 5, house.ground().clock())) {
      house.testCard("roulette-1/cam-a", 1).start();
      house.awaitSignal("cam-a", "live");
      relay.set(Direction.DOWN, Impairment.parse("loss=5%"));
      TableClock time = house.ground().clock();
      BrowserRun run =
          new BrowserRun(
              new BrowserRun.Target(relay.base().resolve("/whep/roulette-1"), true),
              new BrowserPlan(2),
              page -> page == 0 ? house.api().demoToken("player", "page") : "no.token",
              http,
              time);
      long until = time.nowMicros() + WATCH_MICROS;
      Thread thread = Thread.ofPlatform().start(() -> quietly(run, until));
      await(time, until, () -> count(run.section(), "packets") > PACKETS);
      double before = count(run.section(), "frames_shown");
      run.reconnect();
      await(time, until, () -> count(run.section(), "packets") > 2 * PACKETS);
      thread.interrupt();
      thread.join();

      Section seen = run.section();
      assertEquals(2, seen.asked());
      assertEquals(1, seen.failed(), seen.failures().toString());
      assertEquals(1.0, seen.figures().get("failed_pages"));
      assertTrue(
          seen.failures().getFirst().startsWith("/whep/roulette-1 answered 401 {"),
          seen.failures().toString());
      assertEquals(2, count(relay.section(), "flows"), "the page came again");
      assertTrue(count(seen, "frames_shown") > before, "and saw more");

      // The rest of what the relay dropped was RTCP, checks of the path, and packets sent again.
      double dropped = count(relay.section(), "down_dropped_loss");
      double lost = count(seen, "lost_before_nack");
      assertTrue(dropped > PACKETS / 50.0, "losses that say something: " + dropped);
      assertTrue(lost <= dropped && lost >= 0.6 * dropped, lost + " of " + dropped);
      assertTrue(count(seen, "lost_after_nack") < lost, "some of them came by RTX");
    }
  }

  private static double count(Section section, String key) {
    return section.counts().stream()
        .filter(count -> count.key().equals(key))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static void await(TableClock clock, long until, BooleanSupplier wanted) {
    while (!wanted.getAsBoolean() && clock.nowMicros() < until) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private static void quietly(BrowserRun run, long until) {
    try {
      run.run(until);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
