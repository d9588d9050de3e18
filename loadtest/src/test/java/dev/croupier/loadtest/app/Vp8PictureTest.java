package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table in VP8 in a real Chromium. */
final class Vp8PictureTest {
  private static final String RECEIVED =
      """
      async () => {
        const stats = await window.croupierPeers[0].getStats();
        let video, codec;
        stats.forEach(s => { if (s.type === 'inbound-rtp' && s.kind === 'video') video = s; });
        stats.forEach(s => { if (s.id === video?.codecId) codec = s; });
        return {
          codec: codec?.mimeType ?? '', decoded: video?.framesDecoded ?? 0,
          dropped: video?.framesDropped ?? 0, lost: video?.packetsLost ?? 0,
          keyRequests: video?.pliCount ?? 0, freezes: video?.freezeCount ?? 0,
          width: document.querySelector('video.on')?.videoWidth ?? 0,
        };
      }
      """;

  private static final String SHOWN =
      "document.querySelector('video.on').getVideoPlaybackQuality().totalVideoFrames";

  @TempDir Path folder;

  @Test
  void slateCamerasAndACutPlayAsVp8InOneSession() throws Exception {
    Vp8Clip small = Vp8Clip.make(folder.resolve("small.ivf"), 320, 180);
    Vp8Clip large = Vp8Clip.make(folder.resolve("large.ivf"), 480, 270);
    String table = TestHouse.ROULETTE.replace("codec: h264", "codec: vp8");
    try (TestHouse house = TestHouse.open(folder.resolve("data"), table);
        Chromium chromium = Chromium.start()) {
      Page page = chromium.playing(house, "/play/roulette-1");
      assertEquals(640, received(page).get("width"), "the slate, before any camera");
      try (Vp8Camera a = new Vp8Camera(house, "roulette-1/cam-a", small);
          Vp8Camera b = new Vp8Camera(house, "roulette-1/cam-b", large)) {
        page.waitForFunction("() => document.querySelector('video.on')?.videoWidth === 320");
        house.awaitSignal("cam-b", "live");
        assertEquals(202, house.cut("cam-b").status());
        page.waitForFunction("() => document.querySelector('video.on')?.videoWidth === 480");
        int before = (int) page.evaluate("() => " + SHOWN);
        page.waitForFunction("from => " + SHOWN + " >= from + 60", before);
      }
      Map<String, Object> received = received(page);
      assertEquals("video/VP8", received.get("codec"));
      assertEquals(0, received.get("lost"), received.toString());
      assertTrue((int) received.get("decoded") >= 60, received.toString());
      assertEquals(1, page.evaluate("() => window.croupierPeers.length"), "one connection");
      assertEquals(
          false,
          page.evaluate("() => MediaSource.isTypeSupported('video/mp4; codecs=\"vp08.00.31.08\"')"),
          "why there is no HLS of it");
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> received(Page page) {
    return (Map<String, Object>) page.evaluate(RECEIVED);
  }
}
