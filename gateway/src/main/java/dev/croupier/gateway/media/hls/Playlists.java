package dev.croupier.gateway.media.hls;

import static java.time.ZoneOffset.UTC;
import static java.util.Locale.ROOT;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** The text of playlists (RFC 8216 section 4.3). Pure. */
final class Playlists {
  /** {@code EXT-X-MAP} outside I-frame playlists came with 6; 7 is what CMAF players know. */
  private static final String HEAD = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n";

  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", ROOT).withZone(UTC);

  private Playlists() {}

  /**
   * A media playlist.
   *
   * @param segments listed, at least one
   * @param discontinuities how many have left the list
   * @param targetSeconds no segment rounds to more
   * @param ended no more will come
   */
  static String media(
      List<Segment> segments, long discontinuities, int targetSeconds, boolean ended) {
    StringBuilder text = new StringBuilder(HEAD);
    text.append("#EXT-X-TARGETDURATION:").append(targetSeconds).append('\n');
    text.append("#EXT-X-MEDIA-SEQUENCE:").append(segments.getFirst().number()).append('\n');
    text.append("#EXT-X-DISCONTINUITY-SEQUENCE:").append(discontinuities).append('\n');
    Init init = null;
    for (Segment segment : segments) {
      if (segment.discontinuity()) {
        text.append("#EXT-X-DISCONTINUITY\n");
      }
      if (!segment.init().equals(init)) {
        init = segment.init();
        text.append("#EXT-X-MAP:URI=\"").append(init.name()).append("\"\n");
      }
      text.append("#EXT-X-PROGRAM-DATE-TIME:").append(dateTime(segment.startMicros())).append('\n');
      text.append(String.format(ROOT, "#EXTINF:%.5f,\n", segment.seconds()));
      text.append(segment.name()).append('\n');
    }
    return (ended ? text.append("#EXT-X-ENDLIST\n") : text).toString();
  }

  /**
   * The multivariant playlist.
   *
   * @param init of the picture
   * @param frameRate frames a second
   * @param audio whether there is sound
   * @param peak bits a second of a segment, at most
   * @param average bits a second
   */
  static String multivariant(Init init, double frameRate, boolean audio, long peak, long average) {
    StringBuilder text = new StringBuilder(HEAD);
    if (audio) {
      text.append("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"audio\",NAME=\"Program\",DEFAULT=YES,");
      text.append("AUTOSELECT=YES,CHANNELS=\"2\",URI=\"audio/playlist.m3u8\"\n");
    }
    text.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(peak);
    text.append(",AVERAGE-BANDWIDTH=").append(average);
    text.append(",CODECS=\"").append(init.codec()).append(audio ? ",opus\"" : "\"");
    text.append(",RESOLUTION=").append(init.width()).append('x').append(init.height());
    text.append(String.format(ROOT, ",FRAME-RATE=%.3f", frameRate));
    text.append(audio ? ",AUDIO=\"audio\"\n" : "\n");
    return text.append("video/playlist.m3u8\n").toString();
  }

  private static String dateTime(long tableMicros) {
    return DATE_TIME.format(Instant.EPOCH.plusMillis(Math.floorDiv(tableMicros, 1000)));
  }
}
