package dev.croupier.gateway.media.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.ingest.FrameListener;
import dev.croupier.gateway.media.track.SignalState;
import dev.croupier.gateway.media.webrtc.SimLoop;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Publishers that a busy table comes to late; its loop has a turn when the test says so. */
final class AdmissionTest {
  private static final long START = 1_790_000_000_000_000L;
  private static final SignalName CAMERA = new SignalName("cam-a");

  private final SimLoop loop = new SimLoop(START);
  private final TableMedia table =
      new TableMedia(
          new TableId("roulette-1"),
          TableRules.usual(Codec.H264, List.of()),
          List.of(CAMERA),
          CAMERA,
          TableTiming.usual(700_000),
          loop,
          loop,
          new Random(4),
          () -> "program");
  private final AtomicInteger evictions = new AtomicInteger();

  @Test
  void whoHasGivenUpIsNotLetIn() {
    SignalState before = table.signal(CAMERA).orElseThrow().state();
    CompletableFuture<FrameListener> late = ask(false);
    assertTrue(late.cancel(false));
    loop.run();
    assertEquals(before, table.signal(CAMERA).orElseThrow().state());
    CompletableFuture<FrameListener> next = ask(false);
    loop.run();
    assertFalse(next.isCompletedExceptionally());
  }

  @Test
  void whoHasGivenUpPushesNobodyOut() {
    CompletableFuture<FrameListener> first = ask(false);
    loop.run();
    CompletableFuture<FrameListener> late = ask(true);
    assertTrue(late.cancel(false));
    loop.run();
    assertEquals(0, evictions.get());
    byte[] key = {0, 0, 0, 2, 0x65, 1};
    first.join().frame(new CodedFrame(Codec.H264, 0, true, key), loop.nowMicros());
    loop.run();
    CompletableFuture<FrameListener> other = ask(false);
    loop.run();
    assertTrue(other.isCompletedExceptionally(), "it is still being published");
  }

  private CompletableFuture<FrameListener> ask(boolean takeover) {
    return table.publish(CAMERA, Codec.H264, takeover, () -> {}, evictions::incrementAndGet);
  }
}
