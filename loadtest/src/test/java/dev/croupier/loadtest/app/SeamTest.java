package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.croupier.gateway.media.peer.WhepPlayer;
import dev.croupier.gateway.media.peer.WhepPlayerFigures;
import dev.croupier.loadtest.app.SeamEyes.Seen;
import dev.croupier.loadtest.studio.CameraStation;
import dev.croupier.loadtest.studio.GatewayApi;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
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

  /** {@code abs-capture-time} is in units of 2⁻³² s, and read to microseconds. */
  private static final long ROUNDING_MICROS = 2;

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
      try (WhepPlayer first = play(house, http, "first", eyes);
          WhepPlayer second = play(house, http, "second", others)) {
        await(() -> eyes.of(1, 0) >= 60 && others.of(1, 0) >= 60);
        int from = eyes.seen().size();
        int fromOther = others.seen().size();
        final long asked = first.figures().get().keyframeRequests();
        List<JsonNode> cuts = new ArrayList<>();
        for (String to : List.of("cam-b", "cam-c", "cam-a", "cam-c", "cam-b", "cam-a")) {
          int camera = to.charAt(4) - 'a' + 1;
          int before = eyes.seen().size();
          cuts.add(cut(house, to));
          await(() -> eyes.of(camera, before) >= 25 && others.of(camera, before) >= 10);
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
        oneLine(seen);
        Set<Integer> exact = asAgreed(seen.subList(from - 1, seen.size()), cuts);
        List<Seen> alike = others.seen();
        exact.addAll(asAgreed(alike.subList(fromOther - 1, alike.size()), cuts));
        assertEquals(cuts.size(), exact.size(), "seams at the very frame: " + exact);
      }
    }
  }

  @Test
  void aCameraThatIsKilledOnAirGivesWayToTheOtherOneWithinHalfASecond() throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), TABLE);
        HttpClient http = HttpClient.newHttpClient();
        SeamEyes eyes = new SeamEyes()) {
      CameraStation dying = house.testCard("roulette-1/cam-a", 1, "360p30", "bitrate=700k");
      dying.start();
      CameraStation next =
          house.testCard("roulette-1/cam-b", 2, "360p25", "bitrate=700k", "gop=request");
      next.start();
      house.awaitSignal("cam-a", "live");
      house.awaitSignal("cam-b", "live");
      try (WhepPlayer player = play(house, http, "watcher", eyes)) {
        await(() -> eyes.of(1, 0) >= 60);
        dying.kill();
        await(() -> eyes.of(2, 0) >= 30);
        List<Seen> seen = eyes.seen();
        assertTrue(standstill(seen, 1, 2) <= 500_000, standstill(seen, 1, 2) + " µs to B");
        assertEquals(0, player.figures().get().incompleteFrames());
        oneLine(seen);

        // Nothing is left to go to: the slate.
        next.kill();
        int before = seen.size();
        await(() -> eyes.of(SeamEyes.NONE, before) >= 10);
        seen = eyes.seen();
        long still = standstill(seen.subList(before - 1, seen.size()), 2, SeamEyes.NONE);
        assertTrue(still <= 500_000, still + " µs to the slate");
        oneLine(seen);
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

  private static void oneLine(List<Seen> seen) {
    for (int i = 0; i < seen.size(); i++) {
      assertTrue(seen.get(i).frame().decodable(), "a frame that cannot be shown");
      assertFalse(seen.get(i).black(), "a frame that shows nothing");
      if (i > 0) {
        assertTrue(
            seen.get(i).frame().rtpTime() > seen.get(i - 1).frame().rtpTime(),
            "a timestamp behind the last");
      }
    }
  }

  /**
   * Each cut is one change of the picture, on a keyframe, with nothing of the old camera after it.
   * A viewer on a busy machine may be spared pictures, a keyframe too: hence two of them.
   *
   * @return those that this viewer saw begin at the very frame
   */
  private static Set<Integer> asAgreed(List<Seen> seen, List<JsonNode> cuts) {
    Set<Integer> exact = new TreeSet<>();
    int cut = 0;
    for (int i = 1; i < seen.size(); i++) {
      Seen before = seen.get(i - 1);
      Seen now = seen.get(i);
      if (now.camera() == before.camera()) {
        // A camera on a busy machine leaves frames out itself.
        assertTrue(now.number() > before.number(), "frames in order");
        continue;
      }
      JsonNode evidence = cuts.get(cut);
      long agreed = evidence.path("agreedCapture").asLong();
      assertEquals("cam-" + (char) ('a' + now.camera() - 1), evidence.path("to").asText());
      long off = now.frame().captureMicros() - agreed;
      assertTrue(off >= -ROUNDING_MICROS, "a frame from before the agreed one");
      if (off <= ROUNDING_MICROS) {
        exact.add(cut);
      }
      assertTrue(now.frame().keyframe(), "begins with a keyframe");
      assertTrue(before.frame().captureMicros() < agreed, "nothing captured after it before it");
      cut++;
    }
    assertEquals(cuts.size(), cut, "each cut is one change of the picture");
    return exact;
  }

  private static JsonNode cut(TestHouse house, String to) throws Exception {
    String operator = house.api().demoToken("operator", "test");
    GatewayApi.Answer answer =
        house
            .api()
            .post(
                "/api/v1/tables/roulette-1/handovers",
                operator,
                "cut-" + System.identityHashCode(new Object()),
                GatewayApi.object().put("to", to));
    assertEquals(202, answer.status(), answer.toString());
    String path = "/api/v1/handovers/" + answer.body().path("id").asText();
    JsonNode ended =
        house.await(path, operator, now -> !now.path("state").asText().equals("commit"));
    assertEquals("switched", ended.path("state").asText(), ended.toString());
    return ended;
  }

  private static WhepPlayer play(TestHouse house, HttpClient http, String name, SeamEyes eyes)
      throws Exception {
    return WhepPlayer.play(
        house.address().resolve("/whep/roulette-1"),
        house.api().demoToken("player", name),
        "",
        http,
        house.transports(),
        house.ground().clock(),
        house.ground().random(),
        eyes);
  }

  private static void await(BooleanSupplier wanted) {
    for (int i = 0; i < 3_000; i++) {
      if (wanted.getAsBoolean()) {
        return;
      }
      LockSupport.parkNanos(10_000_000);
    }
    throw new AssertionError("did not come about in half a minute");
  }
}
