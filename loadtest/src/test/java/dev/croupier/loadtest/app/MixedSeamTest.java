package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import dev.croupier.gateway.media.peer.WhepPlayer;
import dev.croupier.gateway.media.peer.WhepPlayerFigures;
import dev.croupier.loadtest.app.SeamEyes.Seen;
import dev.croupier.loadtest.studio.CameraPlan;
import dev.croupier.loadtest.studio.GatewayApi;
import dev.croupier.loadtest.studio.RoundState;
import dev.croupier.loadtest.studio.Studio;
import dev.croupier.loadtest.studio.TestCard;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cuts between an encoder that sends plain RTP and answers no request, and a browser that makes
 * keyframes only when it is asked, as a native viewer and a browser see them.
 */
final class MixedSeamTest {
  /** On a busy machine a camera pauses: cuts are only those that are asked for. */
  private static final String TABLE =
      TestHouse.ROULETTE + "    failover: {enabled: false, slateAfterMs: 5000}\n";

  @TempDir Path folder;
  private final List<JsonNode> cuts = new ArrayList<>();

  @Test
  void nothingIsNegotiatedAskedForOrMissing() throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), TABLE);
        Studio studio =
            new Studio(house.address(), null, house.ground().clock(), house.ground().random(), 1);
        HttpClient http = HttpClient.newHttpClient();
        SeamEyes eyes = new SeamEyes();
        Chromium chromium = Chromium.start()) {
      studio.addFfmpeg(
          "roulette-1/cam-a",
          CameraPlan.parse(List.of("360p25", "bitrate=500k", "gop=1s", "audio=mono")),
          (width, height) -> new TestCard(width, height, "ffmpeg"),
          () -> RoundState.NONE);
      studio.addBrowser("roulette-1/cam-b", CameraPlan.parse(List.of("540p20")));
      studio.start();
      house.awaitSignal("cam-a", "live");
      house.awaitSignal("cam-b", "live");
      try (WhepPlayer player = Seams.play(house, http, "native", eyes)) {
        Page page = chromium.page(640, 360);
        List<String> negotiated = new CopyOnWriteArrayList<>();
        page.onRequest(
            request -> {
              if (request.url().contains("/whep/")) {
                negotiated.add(request.method());
              }
            });
        page.navigate(house.address().resolve("/play/roulette-1").toString());
        page.waitForFunction("() => document.querySelector('video.on')?.videoWidth === 640");
        Recording.ofFrames(page, 25);
        Recording.start(page);
        Recording.more(page, 25);
        Seams.await(() -> eyes.of(1, 0) >= 25);
        int from = eyes.seen().size();
        final Map<String, Object> before = PageVideo.received(page);
        final long asked = player.figures().get().keyframeRequests();

        cut(house, page, eyes, "cam-b", GatewayApi.object().put("in", 1_000));
        cut(house, page, eyes, "cam-a", GatewayApi.object());
        cut(house, page, eyes, "cam-b", GatewayApi.object());
        long at = house.ground().clock().nowMicros() + 1_500_000;
        JsonNode planned = cut(house, page, eyes, "cam-a", GatewayApi.object().put("at", at));
        assertTrue(planned.path("agreedCapture").asLong() >= planned.path("at").asLong());

        assertEquals(before, PageVideo.received(page), "the same SSRC, no keyframe asked for");
        assertEquals(List.of("POST"), negotiated, "no negotiation");
        List<Recording.Frame> shown = Recording.read(page).frames();
        assertTrue(shown.stream().allMatch(Recording.Frame::readable), "all can be read");
        assertEquals(cuts.size(), changes(shown), "each cut is one change of the picture");

        WhepPlayerFigures figures = player.figures().get();
        assertEquals(asked, figures.keyframeRequests());
        assertEquals(0, figures.incompleteFrames());
        assertEquals(0, figures.undecodable());
        assertEquals(0, figures.video().gaps(), "one sequence without a hole");
        List<Seen> seen = eyes.seen();
        Seams.oneLine(seen);
        Seams.asAgreed(seen.subList(from - 1, seen.size()), cuts);
      }
    }
  }

  private JsonNode cut(TestHouse house, Page page, SeamEyes eyes, String to, ObjectNode when)
      throws Exception {
    int before = eyes.seen().size();
    JsonNode switched = Seams.cut(house, to, when);
    cuts.add(switched);
    int camera = to.charAt(4) - 'a' + 1;
    Seams.await(() -> eyes.of(camera, before) >= 20);
    page.waitForFunction(
        "camera => window.recorded.slice(-15).filter(r => r.strip?.camera === camera)"
            + ".length === 15",
        camera);
    return switched;
  }

  private static int changes(List<Recording.Frame> frames) {
    int changes = 0;
    for (int i = 1; i < frames.size(); i++) {
      changes += frames.get(i).camera() == frames.get(i - 1).camera() ? 0 : 1;
    }
    return changes;
  }
}
