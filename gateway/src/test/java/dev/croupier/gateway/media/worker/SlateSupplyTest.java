package dev.croupier.gateway.media.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.codec.Vp8;
import dev.croupier.gateway.media.webrtc.SimLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;

/** What becomes of slates that cannot be made at first. */
final class SlateSupplyTest {
  private static final long SECOND = 1_000_000;
  private static final List<Codec> BOTH = List.of(Codec.H264, Codec.VP8);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final SimLoop time = new SimLoop(0);
  private final List<String> tries = new ArrayList<>();
  private final Map<Codec, List<CodedFrame>> made = new EnumMap<>(Codec.class);

  @Test
  void whatFailsIsTriedAgainAfterLongerAndLongerRests() {
    SlateSupply slates = supply(codec -> failing(tries.size() <= 9));
    slates.start(List.of(Codec.H264));
    time.runUntil(10 * 60 * SECOND);
    assertEquals(
        List.of(
            "0 H264",
            "1 H264",
            "3 H264",
            "7 H264",
            "15 H264",
            "31 H264",
            "63 H264",
            "123 H264",
            "183 H264",
            "243 H264"),
        tries,
        "1 s, 2, 4 … and never more than 60");
    assertTrue(slates.has(Codec.H264));
    assertEquals(List.of(Codec.H264), List.copyOf(made.keySet()), "once it is there it is left");
  }

  @Test
  void aCodecThatFailsDoesNotKeepTheOtherOneBack() {
    SlateSupply slates = supply(codec -> failing(codec == Codec.H264 && time.nowMicros() == 0));
    slates.start(BOTH);
    time.runUntil(0);
    assertFalse(slates.has(Codec.H264));
    assertTrue(slates.has(Codec.VP8));
    time.runUntil(SECOND);
    assertTrue(slates.has(Codec.H264));
    assertEquals(List.of("0 H264", "0 VP8", "1 H264"), tries);
  }

  @Test
  void whateverIsThrownIsAFailureLikeAnyOther() {
    SlateSupply slates =
        supply(
            codec ->
                switch (tries.size()) {
                  case 1 -> throw new UncheckedIOException(new IOException("a broken pipe"));
                  case 2 -> throw new IllegalArgumentException("no picture of such a size");
                  case 3 -> throw new OutOfMemoryError("unable to create native thread");
                  default -> failing(false);
                });
    slates.start(List.of(Codec.VP8));
    time.runUntil(60 * SECOND);
    assertEquals(List.of("0 VP8", "1 VP8", "3 VP8", "7 VP8"), tries);
    assertTrue(slates.has(Codec.VP8));
  }

  @Test
  void aSlateThatTheTableDoesNotTakeIsMadeAgain() {
    List<String> refused = new ArrayList<>(List.of("no keyframe"));
    SlateSupply slates =
        new SlateSupply(
            "roulette-1",
            codec -> failing(false),
            (codec, frames) -> {
              if (!refused.isEmpty()) {
                throw new IllegalArgumentException(refused.removeFirst());
              }
              made.put(codec, frames);
            },
            time);
    slates.start(List.of(Codec.VP8));
    time.runUntil(0);
    assertFalse(slates.has(Codec.VP8));
    time.runUntil(SECOND);
    assertTrue(slates.has(Codec.VP8));
  }

  @Test
  void nothingIsTriedAgainOnceTheGatewayCloses() {
    ScheduledExecutorService closed = Executors.newSingleThreadScheduledExecutor();
    SlateSupply slates =
        new SlateSupply(
            "roulette-1",
            codec -> {
              tries.add("0 " + codec);
              closed.shutdownNow();
              throw new IOException("interrupted");
            },
            made::put,
            closed);
    slates.start(List.of(Codec.H264));
    closed.close();
    assertEquals(List.of("0 H264"), tries);
    assertThrows(RejectedExecutionException.class, () -> slates.start(BOTH));
  }

  @Test
  void aWorkerThatFailsAtFirstGivesItsSlateAtTheNextTry() {
    SlateSupply slates =
        supply(
            codec ->
                switch (tries.size()) {
                  case 1 -> worker("echo there is no room >&2; exit 1");
                  case 2 -> worker("printf '\\0\\0\\0\\001\\001'; kill -9 $$");
                  case 3 -> worker("exit 0");
                  default -> SlateMaker.make(codec, 64, 64, 10, "roulette 1");
                });
    slates.start(List.of(Codec.VP8));
    time.runUntil(3 * SECOND);
    assertEquals(3, tries.size());
    assertFalse(slates.has(Codec.VP8));
    time.runUntil(7 * SECOND);
    assertTrue(slates.has(Codec.VP8));
    assertEquals(20, made.get(Codec.VP8).size());
    assertEquals(64, Vp8.width(made.get(Codec.VP8).getFirst().data()));
  }

  @Test
  void aWorkerThatHangsIsEndedAtItsDeadlineAndSaysWhy() {
    IOException late =
        assertThrows(
            IOException.class,
            () ->
                SlateMaker.make(
                    List.of("/bin/sh", "-c", "exec sleep 1000"),
                    Codec.VP8,
                    Duration.ofMillis(200)));
    assertTrue(late.getMessage().contains("longer than 200 ms"), late.getMessage());
    IOException said =
        assertThrows(IOException.class, () -> worker("echo there is no room >&2; exit 1"));
    assertTrue(said.getMessage().contains("there is no room"), said.getMessage());
  }

  private static List<CodedFrame> worker(String script) throws IOException {
    return SlateMaker.make(List.of("/bin/sh", "-c", script), Codec.VP8, PATIENCE);
  }

  private SlateSupply supply(SlateSupply.Maker maker) {
    return new SlateSupply(
        "roulette-1",
        codec -> {
          tries.add(time.nowMicros() / SECOND + " " + codec);
          return maker.make(codec);
        },
        made::put,
        time);
  }

  private static List<CodedFrame> failing(boolean fails) throws IOException {
    if (fails) {
      throw new IOException("no memory for a process");
    }
    return List.of(new CodedFrame(Codec.VP8, 0, true, new byte[] {1}));
  }
}
