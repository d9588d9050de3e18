package dev.croupier.gateway.media.hls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RenditionTest {
  private static final Init INIT = new Init("init-a.mp4", new byte[10], "avc1.42c00d", 320, 180);
  private final Rendition rendition = new Rendition("video/mp4");

  @Test
  void memoryIsBoundedHoweverRichTheStream() {
    byte[] big = new byte[(int) (Rendition.MAX_BYTES / 4)];
    for (int i = 0; i < 9; i++) {
      rendition.add(segment(i, 2, big), 2);
    }
    assertNull(rendition.file("s4.m4s"), "no grace");
    for (int i = 5; i < 9; i++) {
      assertNotNull(rendition.file("s" + i + ".m4s"));
    }
    assertTrue(playlist().contains("#EXT-X-MEDIA-SEQUENCE:5\n"), playlist());
  }

  @Test
  void threeSegmentsStayListedAtLeast() {
    byte[] huge = new byte[(int) (Rendition.MAX_BYTES / 2)];
    for (int i = 0; i < 4; i++) {
      rendition.add(segment(i, 2, huge), 2);
    }
    assertTrue(playlist().contains("#EXT-X-MEDIA-SEQUENCE:1\n"), playlist());
    assertNull(rendition.file("s0.m4s"));
  }

  @Test
  void shortSegmentsStayListedUntilThreeTargetDurationsFollow() {
    for (int i = 0; i < 13; i++) {
      rendition.add(segment(i, 0.5, new byte[9]), 2);
    }
    // 13 × 0.5 s: the first may go when 6 s are left without it.
    assertTrue(playlist().contains("#EXT-X-MEDIA-SEQUENCE:1\n"), playlist());
  }

  @Test
  void thePeakIsOfFullSegmentsAndTheAverageOfAll() {
    rendition.add(segment(0, 2, new byte[1000]), 2); // 4,000 bit/s
    rendition.add(segment(1, 0.5, new byte[1000]), 2); // 16,000 bit/s, but short
    assertEquals(4_000, rendition.peakBitRate());
    assertEquals(6_400, rendition.averageBitRate());
  }

  @Test
  void anInitGoesWithItsLastSegment() {
    Init old = new Init("init-b.mp4", new byte[10], "avc1.42c00d", 160, 90);
    rendition.add(new Segment(0, "s0.m4s", old, false, 0, 180_000, 90_000, 60, new byte[9]), 2);
    for (int i = 1; i < Rendition.LISTED + Rendition.GRACE; i++) {
      rendition.add(segment(i, 2, new byte[9]), 2);
      assertNotNull(rendition.file("init-b.mp4"));
    }
    rendition.add(segment(99, 2, new byte[9]), 2);
    assertNull(rendition.file("init-b.mp4"));
    assertNotNull(rendition.file("init-a.mp4"));
  }

  private String playlist() {
    return new String(rendition.file(Rendition.PLAYLIST).bytes(), UTF_8);
  }

  private static Segment segment(long number, double seconds, byte[] bytes) {
    long ticks = Math.round(seconds * 90_000);
    return new Segment(number, "s" + number + ".m4s", INIT, false, 0, ticks, 90_000, 60, bytes);
  }
}
