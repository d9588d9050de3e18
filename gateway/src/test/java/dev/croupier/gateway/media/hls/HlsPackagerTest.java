package dev.croupier.gateway.media.hls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Playlists as players read them, against texts written by hand. */
class HlsPackagerTest {
  private static final byte[] PACKET = HexFormat.of().parseHex("fc01020304");

  private final HlsPackager packager = new HlsPackager(Feed.CLOCK, Runnable::run);

  @Test
  void nothingIsThereBeforeTheFirstSegment() {
    feed(0, 2_000, Feed.SPS_180);
    assertEquals(Optional.empty(), packager.multivariant());
    assertEquals(Optional.empty(), packager.file("video", "playlist.m3u8"));
    assertEquals(Optional.empty(), packager.file("text", "playlist.m3u8"));
  }

  @Test
  void theFirstSegmentsAreListedWithTheirTableTime() {
    feed(0, 2_040, Feed.SPS_180);
    assertEquals(
        """
        #EXTM3U
        #EXT-X-VERSION:7
        #EXT-X-INDEPENDENT-SEGMENTS
        #EXT-X-TARGETDURATION:2
        #EXT-X-MEDIA-SEQUENCE:0
        #EXT-X-DISCONTINUITY-SEQUENCE:0
        #EXT-X-MAP:URI="INIT0"
        #EXT-X-PROGRAM-DATE-TIME:2027-01-15T08:00:00.000Z
        #EXTINF:2.00000,
        shq1ol1dkw0-0.m4s
        """,
        playlist("video"));
    assertEquals(playlist("video"), playlist("audio"));
  }

  @Test
  void anotherSizeIsMarkedInBothRenditions() {
    feed(0, 3_000, Feed.SPS_180);
    feed(3_000, 6_040, Feed.SPS_90);
    String expected =
        """
        #EXTM3U
        #EXT-X-VERSION:7
        #EXT-X-INDEPENDENT-SEGMENTS
        #EXT-X-TARGETDURATION:2
        #EXT-X-MEDIA-SEQUENCE:0
        #EXT-X-DISCONTINUITY-SEQUENCE:0
        #EXT-X-MAP:URI="INIT0"
        #EXT-X-PROGRAM-DATE-TIME:2027-01-15T08:00:00.000Z
        #EXTINF:2.00000,
        shq1ol1dkw0-0.m4s
        #EXT-X-PROGRAM-DATE-TIME:2027-01-15T08:00:02.000Z
        #EXTINF:1.00000,
        shq1ol1dkw0-1.m4s
        #EXT-X-DISCONTINUITY
        MAP1#EXT-X-PROGRAM-DATE-TIME:2027-01-15T08:00:03.000Z
        #EXTINF:2.00000,
        shq1ol1dkw0-2.m4s
        """;
    assertEquals(expected.replace("MAP1", "#EXT-X-MAP:URI=\"INIT1\"\n"), playlist("video"));
    assertEquals(expected.replace("MAP1", ""), playlist("audio"));
  }

  @Test
  void aSwitchWithTheSameParameterSetsLeavesNoMark() {
    feed(0, 10_000, Feed.SPS_180);
    assertFalse(playlist("video").contains("#EXT-X-DISCONTINUITY\n"));
    assertEquals(1, playlist("video").split("#EXT-X-MAP", -1).length - 1);
  }

  @Test
  void theWindowMovesOnAndCountsWhatLeftIt() {
    feed(0, 1_000, Feed.SPS_180);
    feed(1_000, 40_040, Feed.SPS_90);
    // Segments 0 (1 s) to 19 (1–3 s, … 37–39 s): the newest seven are 13 to 19.
    for (String rendition : new String[] {"video", "audio"}) {
      String playlist = playlist(rendition);
      assertTrue(playlist.contains("#EXT-X-MEDIA-SEQUENCE:13\n"), playlist);
      assertTrue(playlist.contains("#EXT-X-DISCONTINUITY-SEQUENCE:1\n"), playlist);
      assertEquals(7, playlist.split("#EXTINF", -1).length - 1);
      assertTrue(playlist.endsWith("shq1ol1dkw0-19.m4s\n"), playlist);
      assertTrue(packager.file(rendition, "shq1ol1dkw0-5.m4s").isPresent(), "grace of eight");
      assertEquals(Optional.empty(), packager.file(rendition, "shq1ol1dkw0-4.m4s"));
    }
  }

  @Test
  void aSourceWithLongGopsStretchesTheTargetOfBothAndItStaysSo() {
    for (long at = 0; at <= 8_000; at += 20) {
      sound(at);
      if (at % 4_000 == 0) {
        packager.onFrame(Feed.idr(at * 1_000, Feed.SPS_180));
      }
    }
    assertTrue(playlist("video").contains("#EXT-X-TARGETDURATION:4\n"));
    assertTrue(playlist("audio").contains("#EXT-X-TARGETDURATION:4\n"));
    feed(8_020, 30_000, Feed.SPS_180);
    assertTrue(playlist("video").contains("#EXT-X-TARGETDURATION:4\n"));
  }

  @Test
  void theMultivariantPlaylistSaysWhatAPlayerMustKnow() {
    feed(0, 2_040, Feed.SPS_180);
    // Video: 50 pictures; sound: 100 packets of 5 bytes. Both segments have a few boxes around.
    long video = bits("video");
    long audio = bits("audio");
    long rate = Math.ceilDiv((video + audio) / 2, 1000) * 1000;
    assertEquals(
        """
        #EXTM3U
        #EXT-X-VERSION:7
        #EXT-X-INDEPENDENT-SEGMENTS
        #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Program",DEFAULT=YES,AUTOSELECT=YES,\
        CHANNELS="2",URI="audio/playlist.m3u8"
        #EXT-X-STREAM-INF:BANDWIDTH=BITS,AVERAGE-BANDWIDTH=BITS,CODECS="avc1.42c00d,opus",\
        RESOLUTION=320x180,FRAME-RATE=25.000,AUDIO="audio"
        video/playlist.m3u8
        """
            .replace("BITS", Long.toString(rate)),
        text(packager.multivariant().orElseThrow()));
  }

  @Test
  void withoutSoundThePictureIsListedAlone() {
    for (long at = 0; at <= 4_000; at += 1_000) {
      packager.onFrame(Feed.idr(at * 1_000, Feed.SPS_180));
    }
    String text = text(packager.multivariant().orElseThrow());
    assertFalse(text.contains("EXT-X-MEDIA:"), text);
    assertTrue(text.contains("CODECS=\"avc1.42c00d\","), text);
  }

  @Test
  void theEndFinishesTheLastSegments() {
    feed(0, 3_000, Feed.SPS_180);
    packager.onEnd();
    for (String rendition : new String[] {"video", "audio"}) {
      assertTrue(playlist(rendition).endsWith("shq1ol1dkw0-1.m4s\n#EXT-X-ENDLIST\n"));
    }
  }

  @Test
  void gzipHoldsTheSameText() throws Exception {
    feed(0, 2_040, Feed.SPS_180);
    HlsFile file = packager.multivariant().orElseThrow();
    var unzipped = new GZIPInputStream(new ByteArrayInputStream(file.gzipped())).readAllBytes();
    assertEquals(text(file), new String(unzipped, UTF_8));
  }

  @Test
  void aWorkerThatIsBehindCostsThePictureUpToTheNextKeyframe() {
    Deque<Runnable> later = new ArrayDeque<>();
    HlsPackager slow = new HlsPackager(Feed.CLOCK, later::add);
    slow.onFrame(Feed.idr(0, Feed.SPS_180));
    for (int i = 1; i < HlsPackager.MAX_QUEUED; i++) {
      slow.onFrame(Feed.slice(i * 1_000L));
    }
    assertEquals(0, slow.droppedFrames());
    slow.onFrame(Feed.slice(1_100_000));
    assertEquals(1, slow.droppedFrames());
    assertEquals(1, later.size(), "one task at a time");
    later.remove().run();
    slow.onFrame(Feed.slice(1_200_000));
    assertEquals(2, slow.droppedFrames(), "it refers to a dropped one");
    slow.onFrame(Feed.idr(2_000_000, Feed.SPS_180));
    slow.onFrame(Feed.slice(2_040_000));
    assertEquals(2, slow.droppedFrames());
    assertEquals(1, later.size());
  }

  @Test
  void aStoppedExecutorDoesNotDisturbTheOtherViewers() {
    HlsPackager orphan =
        new HlsPackager(
            Feed.CLOCK,
            task -> {
              throw new RejectedExecutionException();
            });
    orphan.onFrame(Feed.idr(0, Feed.SPS_180));
    orphan.onEnd();
    assertEquals(1, orphan.droppedFrames());
  }

  /** 25 pictures and 50 packets a second, an IDR each second from the start. */
  private void feed(long fromMs, long untilMs, String sps) {
    for (long at = fromMs; at < untilMs; at += 20) {
      sound(at);
      if ((at - fromMs) % 1_000 == 0) {
        packager.onFrame(Feed.idr(at * 1_000, sps));
      } else if ((at - fromMs) % 40 == 0) {
        packager.onFrame(Feed.slice(at * 1_000));
      }
    }
  }

  private void sound(long atMs) {
    packager.onFrame(Feed.audio(atMs * 1_000, PACKET));
  }

  private long bits(String rendition) {
    return 8L * packager.file(rendition, "shq1ol1dkw0-0.m4s").orElseThrow().bytes().length;
  }

  /** A rendition's playlist, names of initialisation segments by their order. */
  private String playlist(String rendition) {
    String text = text(packager.file(rendition, "playlist.m3u8").orElseThrow());
    int known = 0;
    for (int at = text.indexOf("init-"); at >= 0; at = text.indexOf("init-")) {
      String name = text.substring(at, text.indexOf('"', at));
      assertTrue(packager.file(rendition, name).isPresent(), name);
      text = text.replace(name, "INIT" + known);
      known++;
    }
    return text;
  }

  private static String text(HlsFile file) {
    return new String(file.bytes(), UTF_8);
  }
}
