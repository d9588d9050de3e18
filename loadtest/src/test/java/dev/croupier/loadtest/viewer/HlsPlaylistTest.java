package dev.croupier.loadtest.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Playlists as servers write them, and as they should not. */
final class HlsPlaylistTest {
  private static final URI BASE = URI.create("http://house:8080/hls/t/video/playlist.m3u8?pass=1");

  private static final String LOW_LATENCY =
      """
      #EXTM3U
      #EXT-X-VERSION:9
      #EXT-X-TARGETDURATION:1
      #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=0.6,CAN-SKIP-UNTIL=6.0
      #EXT-X-PART-INF:PART-TARGET=0.2
      #EXT-X-MEDIA-SEQUENCE:7
      #EXT-X-MAP:URI="init.mp4"
      #EXT-X-PROGRAM-DATE-TIME:2026-01-02T03:04:05.250Z
      #EXTINF:1.00000,
      s7.m4s
      #EXT-X-PART:DURATION=0.2,URI="s8.0.m4s",INDEPENDENT=YES
      #EXT-X-PART:DURATION=0.2,URI="s8.1.m4s"
      #EXTINF:0.4,
      s8.m4s
      #EXT-X-DISCONTINUITY
      #EXT-X-MAP:URI="init2.mp4"
      #EXT-X-PROGRAM-DATE-TIME:2026-01-02T04:04:07+01:00
      #EXT-X-PART:DURATION=0.2,URI="s9.m4s",BYTERANGE="500@0",INDEPENDENT=YES
      #EXT-X-PART:DURATION=0.2,URI="s9.m4s",BYTERANGE="300"
      #EXT-X-PRELOAD-HINT:TYPE=PART,URI="s9.2.m4s"
      """;

  private static HlsMedia media(String text) {
    HlsMedia media = HlsMedia.parse(text, BASE).orNull();
    assertNotNull(media, () -> HlsMedia.parse(text, BASE).reason());
    return media;
  }

  @Test
  void aLowLatencyPlaylistIsReadToItsLastPart() {
    HlsMedia media = media(LOW_LATENCY);
    assertEquals(1_000_000, media.targetMicros());
    assertEquals(200_000, media.partTargetMicros());
    assertEquals(600_000, media.holdBackMicros());
    assertTrue(media.blocks());
    assertFalse(media.ended());
    assertEquals("http://house:8080/hls/t/video/s9.2.m4s", media.hint().uri().toString());

    assertEquals(List.of(7L, 8L, 9L), media.segments().stream().map(s -> s.number()).toList());
    HlsMedia.Segment first = media.segments().get(0);
    HlsMedia.Segment second = media.segments().get(1);
    HlsMedia.Segment last = media.segments().get(2);
    // 2026-01-02T03:04:05.250Z, by date(1).
    assertEquals(1_767_323_045_250_000L, first.dateTimeMicros());
    assertEquals(1_767_323_046_250_000L, second.dateTimeMicros(), "a second later");
    assertEquals(1_767_323_047_000_000L, last.dateTimeMicros(), "told anew behind the break");
    assertEquals(2, second.parts().size());
    assertTrue(second.parts().get(0).independent());
    assertFalse(second.parts().get(1).independent());
    assertFalse(second.discontinuity());
    assertTrue(last.discontinuity());
    assertFalse(last.complete());
    assertEquals(400_000, last.durationMicros());
    assertEquals("/hls/t/video/init2.mp4", last.init().uri().getPath());
    HlsResource range = last.parts().get(1).resource();
    assertEquals(500, range.offset(), "behind the range before");
    assertEquals(300, range.length());
  }

  @Test
  void whatIsNotToldIsAsTheStandardSays() {
    HlsMedia media = media("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\na.m4s\n#EXT-X-ENDLIST\n");
    assertEquals(6_000_000, media.holdBackMicros(), "three target durations");
    assertEquals(0, media.partTargetMicros());
    assertFalse(media.blocks());
    assertTrue(media.ended());
    assertEquals(0, media.segments().getFirst().number());
    assertEquals(HlsMedia.NO_TIME, media.segments().getFirst().dateTimeMicros());
    assertNull(media.segments().getFirst().init());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hello                                                     | it is no playlist
          HEAD                                                   | EXT-X-TARGETDURATION is missing
          HEAD;#EXT-X-TARGETDURATION:x                           | the target is no number of seconds
          HEAD;#EXT-X-TARGETDURATION:-2                          | the target is no number of seconds
          HEAD;#EXT-X-TARGETDURATION:NaN                         | the target is no number of seconds
          HEAD;#EXT-X-TARGETDURATION:2;a.m4s                     | a segment without EXTINF
          HEAD;#EXTINF:1e99,;a.m4s                               | EXTINF is no number of seconds
          HEAD;#EXT-X-MEDIA-SEQUENCE:-1                          | EXT-X-MEDIA-SEQUENCE is no whole number
          HEAD;#EXTINF:1,;a;#EXT-X-MEDIA-SEQUENCE:9              | EXT-X-MEDIA-SEQUENCE after a segment
          HEAD;#EXT-X-MAP:BYTERANGE=1                            | URI is missing
          HEAD;#EXT-X-MAP:URI="a                                 | URI has no closing quote
          HEAD;#EXT-X-MAP:URI="a"b                               | a broken attribute list
          HEAD;#EXT-X-MAP:=                                      | a broken attribute list
          HEAD;#EXT-X-PART:URI="a"                               | DURATION is missing
          HEAD;#EXT-X-PART:URI="file:///etc/passwd",DURATION=1   | an address that is none
          HEAD;#EXT-X-PART:URI="http://[",DURATION=1             | an address that is none
          HEAD;#EXT-X-PART:URI="a",DURATION=1,BYTERANGE="0@1"    | BYTERANGE is empty or too far
          HEAD;#EXT-X-PART:URI="a",DURATION=1,BYTERANGE="9@9223372036854775807" | BYTERANGE is empty or too far
          HEAD;#EXT-X-PROGRAM-DATE-TIME:yesterday                | EXT-X-PROGRAM-DATE-TIME is no date
          HEAD;#EXT-X-PROGRAM-DATE-TIME:+999999999-12-31T23:59:59Z | EXT-X-PROGRAM-DATE-TIME is no date
          HEAD;#EXT-X-SKIP:SKIPPED-SEGMENTS=3                    | a delta that was not asked for
          HEAD;#EXT-X-STREAM-INF:BANDWIDTH=1                     | a multivariant playlist where a media one is due
          """)
  void aBrokenMediaPlaylistIsRefusedInAFewWords(String lines, String reason) {
    String text = lines.replace("HEAD", "#EXTM3U").replace(';', '\n');
    assertEquals(reason, HlsMedia.parse(text, BASE).reason());
  }

  @Test
  void aPlaylistWithoutEndIsRefused() {
    String parts = "#EXT-X-PART:URI=\"a\",DURATION=1\n".repeat(1_001);
    assertEquals("a segment of too many parts", HlsMedia.parse("#EXTM3U\n" + parts, BASE).reason());
    String segments = "#EXTINF:1,\na\n".repeat(10_001);
    assertEquals("too many segments", HlsMedia.parse("#EXTM3U\n" + segments, BASE).reason());
    String long1 = "#EXTM3U" + " ".repeat(1 << 20);
    assertEquals("the playlist is too long", HlsMedia.parse(long1, BASE).reason());
    assertEquals("the playlist is too long", HlsMaster.parse(long1, BASE).reason());
    String uri = "#EXTM3U\n#EXTINF:1,\n" + "a".repeat(2_049);
    assertEquals("an address that is empty or too long", HlsMedia.parse(uri, BASE).reason());
  }

  @Test
  void nothingThatIsChangedAtRandomMakesItThrow() {
    Random random = new Random(5);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder(LOW_LATENCY);
      for (int changes = random.nextInt(6); changes >= 0; changes--) {
        int at = 7 + random.nextInt(text.length() - 7);
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, (char) (32 + random.nextInt(96)));
          case 1 -> text.deleteCharAt(at);
          default -> text.insert(at, "\"\n,=:@#-9".charAt(random.nextInt(9)));
        }
      }
      var read = HlsMedia.parse(text.toString(), BASE);
      assertTrue(read.orNull() != null ^ read.reason() != null);
      var master = HlsMaster.parse(text.toString(), BASE);
      assertTrue(master.orNull() != null ^ master.reason() != null);
    }
  }

  @Test
  void theFirstVariantAndItsSoundAreTaken() {
    HlsMaster master =
        HlsMaster.parse(
                """
                #EXTM3U
                #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subs",NAME="x",URI="subs.m3u8"
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="low",NAME="x",URI="low/p.m3u8"
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="high",NAME="a",URI="other/p.m3u8"
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="high",NAME="b, c",DEFAULT=YES,URI="audio/p.m3u8"
                #EXT-X-STREAM-INF:BANDWIDTH=900,CODECS="avc1.42e01f,opus",AUDIO="high"
                video/p.m3u8?v=1
                #EXT-X-STREAM-INF:BANDWIDTH=100,AUDIO="low"
                small/p.m3u8
                """,
                URI.create("http://house/hls/t/index.m3u8"))
            .orNull();
    assertEquals(URI.create("http://house/hls/t/video/p.m3u8?v=1"), master.video());
    assertEquals(URI.create("http://house/hls/t/audio/p.m3u8"), master.audio());
  }

  @Test
  void aMediaPlaylistIsItsOwnOnlyVariant() {
    HlsMaster master = HlsMaster.parse(LOW_LATENCY, BASE).orNull();
    assertEquals(BASE, master.video());
    assertNull(master.audio());
  }

  @Test
  void aListWithoutVariantsIsRefused() {
    assertEquals("no variant is listed", HlsMaster.parse("#EXTM3U\n", BASE).reason());
    assertEquals("it is no playlist", HlsMaster.parse("<html>", BASE).reason());
  }
}
