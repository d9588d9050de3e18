package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.studio.CameraPlan;
import dev.croupier.loadtest.studio.Fault;
import dev.croupier.loadtest.studio.Station;
import dev.croupier.loadtest.studio.Studio;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A camera of the studio that a real Chromium publishes. */
class BrowserCameraTest {
  private static final String A = "roulette-1/cam-a";

  @TempDir Path folder;

  @Test
  void itsStripSaysTableTimeAndItFreezesDiesAndComesBack() throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), TestHouse.ROULETTE);
        Studio studio =
            new Studio(house.address(), null, house.ground().clock(), house.ground().random(), 1)) {
      Station camera = studio.addBrowser(A, CameraPlan.parse(List.of("360p20")));
      studio.start();
      camera.firstAccepted().get(60, TimeUnit.SECONDS);
      JsonNode live = house.awaitSignal("cam-a", "live");
      assertEquals("h264", live.path("codec").asText());
      try (StripWatch watch = StripWatch.join(house)) {
        for (StripWatch.Seen seen : watch.next(20, 1)) {
          long transit = seen.arrivedMicros() - seen.strip().tableTimeMicros();
          assertTrue(transit > 0 && transit < 3_000_000, "captured before it came: " + transit);
        }
        studio.apply(A, Fault.parse("freeze"));
        List<StripWatch.Seen> frozen = watch.next(50, 1).subList(40, 50);
        assertEquals(1, frozen.stream().map(StripWatch.Seen::strip).distinct().count());
      }
      assertEquals(
          "'delay=5ms': a browser as camera cannot do that",
          assertThrows(ScenarioException.class, () -> studio.apply(A, Fault.parse("delay=5ms")))
              .getMessage());
      studio.apply(A, Fault.parse("close"));
      house.awaitSignal("cam-a", "lost");
      studio.apply(A, Fault.parse("reset"));
      house.awaitSignal("cam-a", "live");
      assertEquals(2, camera.counts().published());
      assertTrue(camera.counts().frames() > 70, camera.counts().toString());
    }
  }
}
