package dev.croupier.loadtest.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.plan.HlsPlan;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import org.junit.jupiter.api.Test;

/** LL-HLS viewers against servers whose faults are known. Real HTTP, the server's own time. */
final class HlsRunTest {
  private static final long HOUR = 3_600_000_000L;

  private static final People PEOPLE =
      new People() {
        @Override
        public String subject(String kind, int number) {
          return kind + number;
        }

        @Override
        public String token(String subject) {
          return HlsFakeServer.TOKEN;
        }

        @Override
        public Wallet wallet(String subject, String token) {
          throw new IllegalStateException("viewers have no wallet");
        }
      };

  private static Section run(URI address, HlsFakeServer time) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HlsRun run =
          new HlsRun(
              new HlsRun.Target(address, true), new HlsPlan(1, 1), PEOPLE, http, time.clock());
      run.run(time.clock().nowMicros() + HOUR);
      return run.section();
    }
  }

  private static double count(Section section, String key) {
    return section.counts().stream()
        .filter(count -> count.key().equals(key))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static Section.Named series(Section section, String key) {
    return section.series().stream().filter(s -> s.key().equals(key)).findFirst().orElseThrow();
  }

  @Test
  void aStreamWithoutFaultsIsPlayedSo() throws Exception {
    try (HlsFakeServer server = new HlsFakeServer(60)) {
      Section seen = run(server.address(), server);
      assertEquals(List.of(), seen.failures());
      assertEquals(0, count(seen, "hls_stalls"));
      assertEquals(0, count(seen, "hls_errors"));
      assertEquals(0, count(seen, "hls_discontinuities"));
      // A segment at the beginning, then 45 parts, of picture and sound.
      assertEquals(2 + 2 * 45, count(seen, "hls_chunks"));
      // Two initialisation sections of 100 bytes besides.
      assertEquals((200 + 92 * 1_000) / 1e6, count(seen, "hls_bytes"), 1e-9);
      assertEquals(0, server.withoutToken.get());
      assertEquals(45, series(seen, "hls_interval").values().getTotalCount());
      assertEquals(HlsFakeServer.PART, series(seen, "hls_interval").values().getMaxValue(), 200);
      assertEquals(0, series(seen, "hls_age").values().getMaxValue(), "a part comes at its end");
      // It begins with the segment that begins at least 600 ms back: a whole one.
      assertEquals(1_000, seen.figures().get("hls_latency_p95_ms"), 1);
    }
  }

  @Test
  void everyPlantedFaultIsCountedOnce() throws Exception {
    try (HlsFakeServer server = new HlsFakeServer(60)) {
      server.missing.add(22);
      server.breaks.add(5);
      server.late.put(42, 3_000_000L);
      Section seen = run(server.address(), server);
      assertEquals(0, seen.failed());
      assertEquals(List.of("s4.2 answered 404"), seen.failures());
      assertEquals(1, count(seen, "hls_errors"));
      assertEquals(1, count(seen, "hls_discontinuities"));
      assertEquals(2 + 2 * 45 - 1, count(seen, "hls_chunks"));
      assertEquals(1, count(seen, "hls_stalls"));
      // A second was in the buffer, 200 ms of it never came; then 3.2 s nothing came.
      assertEquals(3.2 - 0.8, count(seen, "hls_stalled"), 1e-6);
      assertEquals(0.8e6 + 2.4e6, series(seen, "hls_latency").values().getMaxValue(), 3_200);
    }
  }

  @Test
  void aServerThatRefusesIsNamedOnceForEachViewerThatFailed() throws Exception {
    try (HlsFakeServer time = new HlsFakeServer(20)) {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
          });
      server.createContext(
          "/page",
          exchange -> {
            exchange.sendResponseHeaders(200, 6);
            exchange.getResponseBody().write("<html>".getBytes());
            exchange.close();
          });
      server.start();
      String base = "http://127.0.0.1:" + server.getAddress().getPort();
      Section refused = run(URI.create(base + "/index.m3u8"), time);
      Section page = run(URI.create(base + "/page"), time);
      server.stop(0);
      Section nobody = run(URI.create(base + "/index.m3u8"), time);
      assertEquals(1, refused.failed());
      assertEquals(List.of("index.m3u8 answered 401"), refused.failures());
      assertEquals(List.of("/page: it is no playlist"), page.failures());
      assertEquals(List.of("nothing answers at " + base.substring(7)), nobody.failures());
      assertEquals(1.0, nobody.figures().get("failed_hls"));
      assertTrue(!nobody.figures().containsKey("hls_first_segment_p95_ms"), "nobody joined");
    }
  }
}
