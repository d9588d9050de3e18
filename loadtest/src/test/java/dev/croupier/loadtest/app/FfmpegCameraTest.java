package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.studio.CameraPlan;
import dev.croupier.loadtest.studio.Fault;
import dev.croupier.loadtest.studio.RoundState;
import dev.croupier.loadtest.studio.Station;
import dev.croupier.loadtest.studio.Studio;
import dev.croupier.loadtest.studio.TestCard;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A camera of the studio that a real ffmpeg publishes by plain RTP. */
class FfmpegCameraTest {
  private static final String A = "roulette-1/cam-a";

  @TempDir Path folder;

  @Test
  void itsStripSaysWhenItWasCapturedAndItFreezesDiesAndComesBack() throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), TestHouse.ROULETTE);
        Studio studio =
            new Studio(house.address(), null, house.ground().clock(), house.ground().random(), 1)) {
      Station camera =
          studio.addFfmpeg(
              A,
              CameraPlan.parse(List.of("360p20", "bitrate=500k", "gop=500ms", "audio=mono")),
              (width, height) -> new TestCard(width, height, A),
              () -> RoundState.NONE);
      studio.start();
      camera.firstAccepted().get(30, TimeUnit.SECONDS);
      JsonNode live = house.awaitSignal("cam-a", "live");
      assertEquals("h264", live.path("codec").asText());
      assertEquals(360, live.path("height").asInt());
      try (StripWatch watch = StripWatch.join(house)) {
        long last = 0;
        for (StripWatch.Seen seen : watch.next(30, 1)) {
          assertTrue(seen.strip().frame() > last, "its frames advance");
          last = seen.strip().frame();
          long transit = seen.arrivedMicros() - seen.strip().tableTimeMicros();
          long off = seen.captureMicros() - seen.strip().tableTimeMicros();
          assertTrue(Math.abs(off) < 10_000, "its sender reports tell the capture time: " + off);
          assertTrue(transit > 0 && transit < 3_000_000, "captured before it came: " + transit);
        }

        studio.apply(A, Fault.parse("freeze"));
        List<StripWatch.Seen> frozen = watch.next(20, 1).subList(15, 20);
        assertEquals(1, frozen.stream().map(StripWatch.Seen::strip).distinct().count());
        studio.apply(A, Fault.parse("unfreeze"));

        assertTrue(own().destroyForcibly());
        long died = house.ground().clock().nowMicros();
        while (watch.next(1, 1).getFirst().strip().tableTimeMicros() < died) {
          // Still of the dead one.
        }
        assertEquals(2, camera.counts().published());
      }
      assertEquals(
          "'delay=5ms': ffmpeg as camera cannot do that",
          assertThrows(ScenarioException.class, () -> studio.apply(A, Fault.parse("delay=5ms")))
              .getMessage());

      studio.apply(A, Fault.parse("540p25"));
      house.await(
          "/api/v1/tables/roulette-1",
          null,
          table -> table.path("signals").path(0).path("height").asInt() == 540);
      ProcessHandle last = own();
      studio.apply(A, Fault.parse("close"));
      assertEquals("closed", house.awaitSignal("cam-a", "lost").path("reason").asText());
      assertFalse(last.isAlive(), "ffmpeg has ended with its camera");
      assertEquals(3, camera.counts().published());
      assertTrue(camera.counts().frames() > 50, camera.counts().toString());
    }
  }

  /** The ffmpeg that this process has started. */
  private static ProcessHandle own() {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().command().orElse("").endsWith("ffmpeg"))
        .findFirst()
        .orElseThrow();
  }
}
