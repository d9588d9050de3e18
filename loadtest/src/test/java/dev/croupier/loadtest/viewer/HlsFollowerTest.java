package dev.croupier.loadtest.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Segments of a second, parts of 200 ms, hold-back of 600 ms. */
final class HlsFollowerTest {
  private static final URI BASE = URI.create("http://house/video/playlist.m3u8");
  private final HlsFollower follower = new HlsFollower();

  /** Complete segments from a number on, the last ones with parts, and parts of one more. */
  private static HlsMedia media(int from, int complete, int withParts, int morePartsOfNext) {
    StringBuilder text =
        new StringBuilder(
            """
            #EXTM3U
            #EXT-X-TARGETDURATION:1
            #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=0.6
            #EXT-X-PART-INF:PART-TARGET=0.2
            #EXT-X-MEDIA-SEQUENCE:%d
            """
                .formatted(from));
    for (int s = from; s < from + complete; s++) {
      if (s >= from + complete - withParts) {
        parts(text, s, 5);
      }
      text.append("#EXTINF:1,\ns").append(s).append('\n');
    }
    parts(text, from + complete, morePartsOfNext);
    return HlsMedia.parse(text.toString(), BASE).orNull();
  }

  private static void parts(StringBuilder text, int segment, int count) {
    for (int p = 0; p < count; p++) {
      text.append("#EXT-X-PART:DURATION=0.2,URI=\"s%d.%d\"".formatted(segment, p));
      text.append(p == 0 ? ",INDEPENDENT=YES\n" : "\n");
    }
  }

  private List<String> update(HlsMedia media) {
    return follower.update(media).stream()
        .map(chunk -> chunk.resource().uri().getPath().replace("/video/", ""))
        .toList();
  }

  @Test
  void itBeginsWhereADecoderCanAtOrBehindTheHoldBack() {
    assertEquals(List.of("s9", "s10.0", "s10.1"), update(media(5, 5, 2, 2)), "400 ms are too near");
    assertEquals(
        List.of("s10.0", "s10.1", "s10.2"),
        new HlsFollower()
            .update(media(5, 5, 2, 3)).stream()
                .map(chunk -> chunk.resource().uri().getPath().replace("/video/", ""))
                .toList(),
        "600 ms are just far enough");
  }

  @Test
  void everyPartIsHandedOutOnceAndTheNextOneIsAskedFor() {
    HlsMedia media = media(5, 5, 2, 3);
    update(media);
    assertEquals("_HLS_msn=10&_HLS_part=3", follower.reload(BASE, media).getQuery());
    assertEquals(List.of(), update(media));
    assertEquals(List.of("s10.3"), update(media(5, 5, 2, 4)));
    HlsMedia complete = media(5, 6, 2, 0);
    assertEquals(List.of("s10.4"), update(complete));
    assertEquals("_HLS_msn=11&_HLS_part=0", follower.reload(BASE, complete).getQuery());
    assertEquals(List.of("s11.0"), update(media(5, 6, 2, 1)));
    assertEquals(0, follower.lost());
  }

  @Test
  void directionsGoBehindAQueryThatIsThere() {
    URI session = URI.create("http://house/video/playlist.m3u8?session=7");
    HlsMedia media = media(5, 5, 2, 3);
    update(media);
    assertEquals("session=7&_HLS_msn=10&_HLS_part=3", follower.reload(session, media).getQuery());
  }

  @Test
  void whoFallsBehindTakesWholeSegmentsAndCountsWhatHeCannotHave() {
    update(media(5, 5, 2, 3));
    assertEquals(
        List.of("s10.3", "s10.4", "s11", "s12.0"), update(media(6, 6, 2, 1)), "parts are there");
    assertEquals(0, follower.lost());
    // Of segment 12, one part of which was played, no part is listed any more.
    assertEquals(List.of("s13", "s14"), update(media(8, 7, 1, 0)));
    assertEquals(1, follower.lost());
    assertEquals(List.of("s40"), update(media(40, 1, 0, 0)));
    assertEquals(1 + 25, follower.lost(), "15 to 39 have left the list");
  }

  @Test
  void aPlaylistThatGoesBackIsFollowedFromItsEdge() {
    update(media(100, 5, 2, 3));
    assertEquals(List.of("s2", "s3.0"), update(media(0, 3, 2, 1)));
    assertEquals(1, follower.setBacks());
    assertEquals(0, follower.lost());
  }

  @Test
  void withoutPartsItHoldsBackThreeTargetsAndReloadsPlainly() {
    HlsMedia media =
        HlsMedia.parse("#EXTM3U\n#EXT-X-TARGETDURATION:2\n" + "#EXTINF:2,\na.m4s\n".repeat(7), BASE)
            .orNull();
    assertEquals(3, follower.update(media).size());
    assertEquals(BASE, follower.reload(BASE, media));
  }
}
