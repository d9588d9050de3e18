package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.croupier.gateway.media.peer.WhepPlayer;
import dev.croupier.gateway.media.peer.WhepPlayerFigures;
import dev.croupier.loadtest.app.SeamEyes.Seen;
import dev.croupier.loadtest.studio.CameraStation;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cuts between cameras that differ in all that cameras differ in, over real sockets, as native
 * viewers see them.
 */
final class SeamTest {
  private static final String TABLE =
      """
      tables:
        - id: roulette-1
          game: roulette
          signals: [cam-a, cam-b, cam-c]
          slate: {codec: h264, width: 640, height: 360, fps: 30}
      """;

  /** On a busy machine a camera pauses: cuts are only those that are asked for. */
  private static final String STAYS =
      TABLE + "    failover: {enabled: false, slateAfterMs: 5000}\n";

  private static final String[] A = {
    "720p30", "bitrate=1200k", "gop=1s", "audio=stereo", "offset=3s", "drift=100ppm", "delay=5ms"
  };
  private static final String[] B = {
    "540p25",
    "bitrate=900k",
    "gop=2s",
    "audio=mono",
    "offset=-3s",
    "drift=-100ppm",
    "delay=120ms",
    "jitter=20ms"
  };
  private static final String[] C = {
    "360p25", "bitrate=600k", "gop=request", "audio=none", "offset=-3s", "delay=30ms"
  };

  @TempDir Path folder;

  @Test
  void betweenAnyTwoOfThreeTheFirstFrameIsTheAgreedOneAndNothingIsMissing() throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), STAYS);
        HttpClient http = HttpClient.newHttpClient();
        SeamEyes eyes = new SeamEyes();
        SeamEyes others = new SeamEyes()) {
      house.testCard("roulette-1/cam-a", 1, A).start();
      house.testCard("roulette-1/cam-b", 2, B).start();
      house.testCard("roulette-1/cam-c", 3, C).start();
      for (String name : List.of("cam-a", "cam-b", "cam-c")) {
        house.awaitSignal(name, "live");
      }
      try (WhepPlayer first = Seams.play(house, http, "first", eyes);
          WhepPlayer second = Seams.play(house, http, "second", others)) {
        Seams.await(() -> eyes.of(1, 0) >= 60 && others.of(1, 0) >= 60);
        int from = eyes.seen().size();
        int fromOther = others.seen().size();
        final long asked = first.figures().get().keyframeRequests();
        List<JsonNode> cuts = new ArrayList<>();
        for (String to : List.of("cam-b", "cam-c", "cam-a", "cam-c", "cam-b", "cam-a")) {
          int camera = to.charAt(4) - 'a' + 1;
          int before = eyes.seen().size();
          cuts.add(Seams.cut(house, to));
          Seams.await(() -> eyes.of(camera, before) >= 25 && others.of(camera, before) >= 10);
        }
        assertEquals(asked, first.figures().get().keyframeRequests(), "keyframe requests");
        for (WhepPlayer player : List.of(first, second)) {
          WhepPlayerFigures figures = player.figures().get();
          assertEquals(0, figures.incompleteFrames());
          assertEquals(0, figures.undecodable());
          assertEquals(0, figures.video().givenUp());
          assertEquals(0, figures.video().gaps(), "one sequence without a hole");
        }
        List<Seen> seen = eyes.seen();
        Seams.oneLine(seen);
        Seams.inOrder(seen.subList(from - 1, seen.size()));
        Set<Integer> exact = Seams.asAgreed(seen.subList(from - 1, seen.size()), cuts);
        List<Seen> alike = others.seen();
        Seams.inOrder(alike.subList(fromOther - 1, alike.size()));
        exact.addAll(Seams.asAgreed(alike.subList(fromOther - 1, alike.size()), cuts));
        assertEquals(cuts.size(), exact.size(), "seams at the very frame: " + exact);
      }
    }
  }

  @Test
  void aCameraThatIsKilledOnAirGivesWayToTheOtherOneWithinHalfASecond() throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), TABLE);
        HttpClient http = HttpClient.newHttpClient();
        SeamEyes eyes = new SeamEyes()) {
      // Paced, so that it may well die in a picture of which packets have come.
      CameraStation dying =
          house.testCard("roulette-1/cam-a", 1, "360p30", "bitrate=700k", "pacing=1.25");
      dying.start();
      CameraStation next =
          house.testCard("roulette-1/cam-b", 2, "360p25", "bitrate=700k", "gop=request");
      next.start();
      house.awaitSignal("cam-a", "live");
      house.awaitSignal("cam-b", "live");
      try (WhepPlayer player = Seams.play(house, http, "watcher", eyes)) {
        Seams.await(() -> eyes.of(1, 0) >= 60);
        dying.kill();
        Seams.await(() -> eyes.of(2, 0) >= 30);
        List<Seen> seen = eyes.seen();
        assertTrue(standstill(seen, 1, 2) <= 500_000, standstill(seen, 1, 2) + " µs to B");
        assertEquals(0, player.figures().get().incompleteFrames());
        Seams.oneLine(seen);

        // Nothing is left to go to: the slate.
        next.kill();
        int before = seen.size();
        Seams.await(() -> eyes.of(SeamEyes.NONE, before) >= 10);
        seen = eyes.seen();
        long still = standstill(seen.subList(before - 1, seen.size()), 2, SeamEyes.NONE);
        assertTrue(still <= 500_000, still + " µs to the slate");
        Seams.oneLine(seen);
      }
    }
  }

  /** From the last frame of one camera to the first of another, by arrival. */
  private static long standstill(List<Seen> seen, int from, int to) {
    long last = 0;
    for (Seen each : seen) {
      if (each.camera() == from) {
        last = each.frame().completeMicros();
      } else if (each.camera() == to && last > 0) {
        return each.frame().completeMicros() - last;
      }
    }
    throw new AssertionError("no " + to + " after " + from);
  }
}
