package dev.croupier.loadtest.viewer;

import dev.croupier.gateway.media.rtp.Parse;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a viewer takes from a multivariant playlist (RFC 8216 section 4.3.4): its first variant, as
 * a player begins with, and the sound that goes with it.
 *
 * @param video the variant's media playlist
 * @param audio its sound's, null where it is in the variant itself or there is none
 */
record HlsMaster(URI video, URI audio) {
  private static final int MAX_GROUPS = 64;
  private static final String STREAM = "#EXT-X-STREAM-INF:";
  private static final String MEDIA = "#EXT-X-MEDIA:";

  /**
   * Reads one; a media playlist counts as the only variant.
   *
   * @param base where it came from
   */
  static Parse<HlsMaster> parse(String text, URI base) {
    if (text.length() > HlsMedia.MAX_CHARS) {
      return Parse.rejected("the playlist is too long");
    }
    if (!text.startsWith("#EXTM3U")) {
      return Parse.rejected("it is no playlist");
    }
    if (text.contains("#EXT-X-TARGETDURATION")) {
      return Parse.of(new HlsMaster(base, null));
    }
    try {
      return Parse.of(read(text.lines().map(String::strip).toList(), base));
    } catch (HlsPlaylistException e) {
      return Parse.rejected(e.getMessage());
    }
  }

  private static HlsMaster read(List<String> lines, URI base) throws HlsPlaylistException {
    Map<String, URI> sounds = new HashMap<>();
    String group = null;
    URI video = null;
    boolean due = false;
    for (String line : lines) {
      if (line.startsWith(MEDIA)) {
        sound(HlsAttributes.parse(line.substring(MEDIA.length())), base, sounds);
      } else if (line.startsWith(STREAM) && video == null) {
        group = HlsAttributes.parse(line.substring(STREAM.length())).text("AUDIO");
        due = true;
      } else if (due && !line.isEmpty() && !line.startsWith("#")) {
        video = HlsResource.resolve(base, line);
        due = false;
      }
    }
    if (video == null) {
      throw new HlsPlaylistException("no variant is listed");
    }
    return new HlsMaster(video, group == null ? null : sounds.get(group));
  }

  /** The first rendition of a group counts, unless a later one is the default. */
  private static void sound(HlsAttributes media, URI base, Map<String, URI> sounds)
      throws HlsPlaylistException {
    if (!"AUDIO".equals(media.text("TYPE")) || media.text("URI") == null) {
      return;
    }
    String group = media.needed("GROUP-ID");
    if (!sounds.containsKey(group) && sounds.size() == MAX_GROUPS) {
      throw new HlsPlaylistException("too many groups");
    }
    if (!sounds.containsKey(group) || media.yes("DEFAULT")) {
      sounds.put(group, HlsResource.resolve(base, media.needed("URI")));
    }
  }
}
