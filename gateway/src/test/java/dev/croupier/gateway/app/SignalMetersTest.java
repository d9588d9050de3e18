package dev.croupier.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.croupier.gateway.SuppliedClock;
import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.fanout.TableMedia;
import dev.croupier.gateway.media.fanout.TableRules;
import dev.croupier.gateway.media.fanout.TableTiming;
import dev.croupier.gateway.media.ingest.FrameListener;
import dev.croupier.gateway.metrics.Meters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What signals count becomes meters, each signal's its own. */
final class SignalMetersTest {
  private static final TableId TABLE = new TableId("roulette-1");
  private static final SignalName A = new SignalName("cam-a");
  private static final SignalName B = new SignalName("cam-b");

  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private final TableMedia table =
      new TableMedia(
          TABLE,
          TableRules.usual(Codec.H264, List.of()),
          List.of(A, B),
          A,
          TableTiming.usual(450_000),
          new SuppliedClock(() -> 1_790_000_000_000_000L),
          loop,
          new Random(1),
          () -> "program");
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final SignalMeters meters =
      new SignalMeters(new Meters(registry, "gw-1", "1.2.3", 1), Map.of(TABLE, table));

  @AfterEach
  void close() {
    table.close();
    loop.shutdownNow();
  }

  @Test
  void picturesThatWereNotFinishedAreCountedOfEachSignalAndOnce() throws Exception {
    FrameListener first = publish();
    meters.read();
    assertEquals(0, counted("cam-a"));
    first.unfinished();
    first.unfinished();
    meters.read();
    meters.read();
    assertEquals(2, counted("cam-a"));
    assertEquals(0, counted("cam-b"));
    publish().unfinished();
    meters.read();
    assertEquals(3, counted("cam-a"), "the next publisher's too");
  }

  private FrameListener publish() throws Exception {
    return table.publish(A, Codec.H264, true, () -> {}, () -> {}).get(10, TimeUnit.SECONDS);
  }

  private double counted(String signal) {
    return registry
        .get("media.pictures.unfinished")
        .tags("table", "roulette-1", "signal", signal)
        .counter()
        .count();
  }
}
