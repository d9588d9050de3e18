package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cuts between cameras that differ in size, rate, GOP, clock, delay and sound, in a Chromium. */
final class SeamPictureTest {
  /** On a busy machine a camera pauses: cuts are only those that are asked for. */
  private static final String TABLE =
      """
      tables:
        - id: roulette-1
          game: roulette
          signals: [cam-a, cam-b, cam-c]
          slate: {codec: h264, width: 640, height: 360, fps: 30}
          failover: {enabled: false, slateAfterMs: 5000}
      """;

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

  /** A picture of the slower cameras. */
  private static final double FRAME_MILLIS = 40;

  @TempDir Path folder;

  @Test
  void betweenAnyTwoOfThreeNothingIsAskedForNothingIsBlackAndNothingStandsStill() throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), TABLE);
        Chromium chromium = Chromium.start()) {
      house.testCard("roulette-1/cam-a", 1, A).start();
      house.testCard("roulette-1/cam-b", 2, B).start();
      house.testCard("roulette-1/cam-c", 3, C).start();
      for (String name : List.of("cam-a", "cam-b", "cam-c")) {
        house.awaitSignal(name, "live");
      }
      Page page = chromium.page(640, 360);
      List<String> asked = new CopyOnWriteArrayList<>();
      page.onRequest(
          request -> {
            if (request.url().contains("/whep/")) {
              asked.add(request.method());
            }
          });
      page.navigate(house.address().resolve("/play/roulette-1").toString());
      page.waitForFunction("() => document.querySelector('video.on')?.videoWidth === 1280");
      Recording.ofFrames(page, 60);
      Recording.start(page);
      Recording.more(page, 60);
      Map<String, Object> before = PageVideo.received(page);
      for (String to : List.of("cam-b", "cam-c", "cam-a", "cam-c", "cam-b", "cam-a")) {
        Seams.cut(house, to);
        page.waitForFunction(
            "camera => window.recorded.slice(-40).filter(r => r.strip?.camera === camera)"
                + ".length === 40",
            to.charAt(4) - 'a' + 1);
      }
      assertEquals(before, PageVideo.received(page), "the same SSRC, no keyframe asked for");
      assertEquals(List.of("POST"), asked, "no negotiation");
      assertEquals(1, page.evaluate("() => window.croupierPeers.length"), "one connection");

      List<Recording.Frame> frames = Recording.read(page).frames();
      List<Double> seams = new ArrayList<>();
      double own = 0;
      for (int i = 1; i < frames.size(); i++) {
        Recording.Frame frame = frames.get(i);
        assertTrue(frame.readable(), "frame " + i + " cannot be read");
        double gap = frame.shownMillis() - frames.get(i - 1).shownMillis();
        if (frame.camera() == frames.get(i - 1).camera()) {
          own = Math.max(own, gap);
        } else {
          seams.add(gap);
        }
      }
      assertEquals(6, seams.size(), "each cut is one change of the picture");
      for (double gap : seams) {
        assertTrue(gap <= own + FRAME_MILLIS, "stood still " + seams + " ms, else " + own);
      }
    }
  }
}
