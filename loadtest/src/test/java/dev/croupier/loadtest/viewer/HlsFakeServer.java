package dev.croupier.loadtest.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server of LL-HLS over real HTTP whose time is its own: it makes the next part of 200 ms when
 * its only viewer waits for it with both renditions, and not before. Five parts are a segment.
 */
final class HlsFakeServer implements AutoCloseable {
  static final long PART = 200_000;
  static final int PARTS = 5;
  static final String TOKEN = "let.me.in";

  /** Parts that are there when the viewer comes: three segments. */
  private static final int FIRST = 3 * PARTS;

  private static final long EPOCH = 1_767_323_000_000_000L;

  /** Parts that cannot be had, and later ones that come late by microseconds. */
  final Set<Integer> missing = new ConcurrentSkipListSet<>();

  final Map<Integer, Long> late = new HashMap<>();

  /** Segments that follow a break. */
  final Set<Integer> breaks = new TreeSet<>();

  final AtomicInteger withoutToken = new AtomicInteger();

  private final int last;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Integer> waiting = new HashMap<>();
  private int made = FIRST;
  private long nowMicros = EPOCH + FIRST * PART;

  /** A server that ends its stream with a part. */
  HlsFakeServer(int last) throws IOException {
    this.last = last;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/index.m3u8");
  }

  /** Its time. */
  TableClock clock() {
    return new TableClock() {
      @Override
      public long nowMicros() {
        synchronized (HlsFakeServer.this) {
          return nowMicros;
        }
      }

      @Override
      public String clockId() {
        return "0".repeat(32);
      }

      @Override
      public long epoch() {
        return 0;
      }
    };
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        withoutToken.incrementAndGet();
      }
      String path = exchange.getRequestURI().getPath();
      byte[] body;
      if (path.equals("/index.m3u8")) {
        body =
            """
            #EXTM3U
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="a",DEFAULT=YES,URI="audio/list.m3u8"
            #EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO="a"
            video/list.m3u8
            """
                .getBytes(UTF_8);
      } else if (path.endsWith("/list.m3u8")) {
        body = list(path, exchange.getRequestURI().getQuery()).getBytes(UTF_8);
      } else {
        body = file(path);
      }
      exchange.sendResponseHeaders(
          body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized String list(String path, String query) throws InterruptedException {
    if (query != null) {
      int[] asked =
          Arrays.stream(query.split("&"))
              .mapToInt(q -> Integer.parseInt(q.split("=")[1]))
              .toArray();
      hold(path, asked[0] * PARTS + asked[1]);
    }
    return text();
  }

  /** Waits for a part; both renditions waiting is what makes it. */
  private void hold(String path, int part) throws InterruptedException {
    waiting.put(path, part);
    if (waiting.size() == 2 && waiting.values().stream().allMatch(each -> each >= made)) {
      nowMicros += PART + late.getOrDefault(made, 0L);
      made++;
      waiting.clear();
      notifyAll();
    }
    while (made <= part && made < last) {
      wait();
    }
  }

  private synchronized byte[] file(String path) throws InterruptedException {
    if (path.endsWith(".mp4")) {
      return new byte[100];
    }
    String[] numbers = path.replaceAll("[^0-9.]", "").split("\\.");
    int part = Integer.parseInt(numbers[0]) * PARTS;
    if (numbers.length > 1) {
      part += Integer.parseInt(numbers[1]);
      while (made <= part && made < last) {
        wait();
      }
    }
    boolean refused = path.startsWith("/video/") && missing.contains(part);
    return refused ? new byte[0] : new byte[1_000];
  }

  private String text() {
    StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:1\n");
    text.append("#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=0.6\n");
    text.append("#EXT-X-PART-INF:PART-TARGET=0.2\n#EXT-X-MAP:URI=\"init.mp4\"\n");
    for (int part = 0; part < made; part++) {
      int segment = part / PARTS;
      if (part % PARTS == 0) {
        text.append(breaks.contains(segment) ? "#EXT-X-DISCONTINUITY\n" : "");
        text.append("#EXT-X-PROGRAM-DATE-TIME:");
        text.append(Instant.EPOCH.plusMillis((EPOCH + part * PART) / 1_000)).append('\n');
      }
      text.append("#EXT-X-PART:DURATION=0.2,URI=\"s%d.%d\"".formatted(segment, part % PARTS));
      text.append(part % PARTS == 0 ? ",INDEPENDENT=YES\n" : "\n");
      if (part % PARTS == PARTS - 1) {
        text.append("#EXTINF:1,\ns").append(segment).append('\n');
      }
    }
    String hint = "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"s%d.%d\"\n";
    text.append(made == last ? "#EXT-X-ENDLIST\n" : hint.formatted(made / PARTS, made % PARTS));
    return text.toString();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
