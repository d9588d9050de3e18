package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import dev.croupier.loadtest.browser.BrowserRun;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.plan.BrowserPlan;
import dev.croupier.time.clock.SystemTableClock;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Chromium pages where something is wrong; where all is well they are in {@link AgreementTest}. */
final class BrowserRunTest {
  private static final long WATCH_MICROS = 40_000_000;
  private static final long POLL_NANOS = 20_000_000;

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
  void aPageThatIsRefusedFailsAloneAndInOneLine() throws Exception {
    List<String> origins = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/whep/t",
        exchange -> {
          origins.add(
              exchange.getRequestHeaders().getFirst("Origin")
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] problem = "{\"code\":\n \"unauthorized\"}".getBytes();
          exchange.sendResponseHeaders(401, problem.length);
          exchange.getResponseBody().write(problem);
          exchange.close();
        });
    server.start();
    try (HttpClient http = HttpClient.newHttpClient()) {
      BrowserRun run =
          new BrowserRun(
              new BrowserRun.Target(
                  URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/whep/t"),
                  true),
              new BrowserPlan(2),
              page -> page == 0 ? "" : "page." + page,
              http,
              clock);
      long until = clock.nowMicros() + WATCH_MICROS;
      Thread thread = Thread.ofPlatform().start(() -> quietly(run, until));
      while (run.section().failed() < 2 && clock.nowMicros() < until) {
        LockSupport.parkNanos(POLL_NANOS);
      }
      thread.interrupt();
      thread.join();
      Section section = run.section();
      assertEquals(2, section.failed());
      assertEquals(
          List.of("/whep/t answered 401 {\"code\": \"unauthorized\"}"), section.failures());
      assertEquals(2.0, section.figures().get("failed_pages"));
      assertEquals(List.of("null null", "null Bearer page.1"), origins);
    } finally {
      server.stop(0);
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
