package dev.croupier.gateway.media.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.codec.Vp8Frames;
import dev.croupier.gateway.media.ingest.FrameListener;
import dev.croupier.gateway.media.ingest.SourceClock;
import dev.croupier.gateway.media.program.AudioChoice;
import dev.croupier.gateway.media.program.ProgramFrame;
import dev.croupier.gateway.media.program.Slate;
import dev.croupier.gateway.media.track.SignalState;
import dev.croupier.gateway.media.track.SignalStatus;
import dev.croupier.gateway.media.webrtc.ManualClock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of signals in another codec than their table's program. */
final class TableCodecTest {
  private static final SignalName CAM_A = new SignalName("cam-a");
  private static final SignalName CAM_B = new SignalName("cam-b");

  private final Random random = new Random(3);
  private final ManualClock clock = new ManualClock();
  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void stop() {
    loop.shutdownNow();
  }

  private static final class Watching implements Viewer {
    private final List<ProgramFrame> frames = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public void onFrame(ProgramFrame frame) {
      frames.add(frame);
    }

    @Override
    public void onEnd() {
      ended.countDown();
    }
  }

  @Test
  void anotherCodecIsPreviewedAndNamedButNeverOnAirNorCutTo() throws Exception {
    TableMedia table = table(Codec.VP8);
    assertEquals(Codec.VP8, table.program().codec());
    Slate other = new Slate(List.of(frame(Codec.H264)), 33_333);
    assertThrows(IllegalArgumentException.class, () -> table.slate(other));
    Watching program = new Watching();
    table.program().add(program);
    FrameListener h264 = publish(table, CAM_A, Codec.H264);
    Show preview = table.preview(CAM_A).orElseThrow();
    assertEquals(Codec.H264, preview.codec());
    Watching operator = new Watching();
    preview.add(operator);
    film(h264, Codec.H264, 20);

    SignalStatus status = table.signal(CAM_A).orElseThrow();
    assertEquals(SignalState.LIVE, status.state());
    assertEquals("codec", status.reason());
    assertEquals("h264", status.codec());
    assertEquals("incompatible", refusal(table, CAM_A));
    assertEquals("slate", table.air().signal());
    assertTrue(pictures(operator) > 1);
    // Where the loop was slow there is silence between them.
    assertTrue(operator.frames.stream().noneMatch(frame -> frame.codec() == Codec.VP8));
    assertEquals(0, pictures(program));

    FrameListener vp8 = publish(table, CAM_B, Codec.VP8);
    film(vp8, Codec.VP8, 20);
    assertEquals(null, table.signal(CAM_B).orElseThrow().reason());
    table.cut(CAM_B, Long.MIN_VALUE, AudioChoice.FOLLOW);
    film(vp8, Codec.VP8, 5);
    assertEquals("cam-b", table.air().signal());
    assertTrue(pictures(program) > 1);
    assertTrue(program.frames.stream().noneMatch(frame -> frame.codec() == Codec.H264));
    table.close();
  }

  @Test
  void aPreviewFollowsItsSignalIntoAnotherCodecAndItsViewersComeAgain() throws Exception {
    TableMedia table = table(Codec.H264);
    Show first = table.preview(CAM_B).orElseThrow();
    assertEquals(Codec.H264, first.codec(), "the program's before it is published");
    Watching operator = new Watching();
    first.add(operator);
    FrameListener vp8 = publish(table, CAM_B, Codec.VP8);
    assertTrue(operator.ended.await(5, TimeUnit.SECONDS));
    Show second = table.preview(CAM_B).orElseThrow();
    assertNotSame(first, second);
    assertEquals(Codec.VP8, second.codec());
    Watching again = new Watching();
    second.add(again);
    film(vp8, Codec.VP8, 20);
    assertTrue(pictures(again) > 1);
    assertFalse(operator.frames.stream().anyMatch(frame -> frame.codec() == Codec.VP8));
    table.close();
  }

  private TableMedia table(Codec codec) {
    return new TableMedia(
        new TableId("roulette-1"),
        TableRules.usual(codec, List.of()),
        List.of(CAM_A, CAM_B),
        CAM_A,
        TableTiming.usual(700_000),
        clock,
        loop,
        random,
        () -> "program");
  }

  private FrameListener publish(TableMedia table, SignalName name, Codec codec) throws Exception {
    FrameListener publish =
        table.publish(name, codec, false, () -> {}, () -> {}).get(5, TimeUnit.SECONDS);
    publish.parameters(640, 360, "");
    // Its clock settles first.
    publish.frame(frame(codec), clock.nowMicros());
    loop.submit(() -> {}).get();
    clock.advance(SourceClock.SETTLING_MICROS);
    return publish;
  }

  private void film(FrameListener publish, Codec codec, int frames) throws Exception {
    for (int i = 0; i < frames; i++) {
      clock.advance(33_333);
      publish.frame(frame(codec), clock.nowMicros());
      loop.submit(() -> {}).get();
    }
    // What waits in its delay line leaves with time.
    clock.advance(50_000);
    publish.frame(frame(codec), clock.nowMicros());
    loop.submit(() -> {}).get();
  }

  private CodedFrame frame(Codec codec) {
    byte[] data =
        codec == Codec.VP8
            ? Vp8Frames.key(640, 360, 100, random)
            : new byte[] {0, 0, 0, 2, 0x65, 1};
    return new CodedFrame(codec, clock.nowMicros() * 9 / 100, true, data);
  }

  private static long pictures(Watching viewer) {
    return viewer.frames.stream().filter(frame -> frame.codec().video()).count();
  }

  private static String refusal(TableMedia table, SignalName target) {
    return assertThrows(
            ExecutionException.class,
            () -> table.cut(target, Long.MIN_VALUE, AudioChoice.FOLLOW).get(5, TimeUnit.SECONDS))
        .getCause()
        .getMessage();
  }
}
