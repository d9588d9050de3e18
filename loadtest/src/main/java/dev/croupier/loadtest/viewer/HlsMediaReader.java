package dev.croupier.loadtest.viewer;

import dev.croupier.gateway.media.rtp.Parse;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Reads the lines of a media playlist. Pure; one thread. */
final class HlsMediaReader {
  private static final int MAX_SEGMENTS = 10_000;
  private static final int MAX_PARTS = 1_000;
  private static final int HOLD_BACK_TARGETS = 3;

  private final URI base;
  private final List<HlsMedia.Segment> segments = new ArrayList<>();
  private final List<HlsMedia.Part> parts = new ArrayList<>();
  private long targetMicros = -1;
  private long partTargetMicros;
  private long holdBackMicros = -1;
  private long partHoldBackMicros = -1;
  private boolean blocks;
  private boolean ended;
  private long number;
  private HlsResource init;
  private HlsResource hint;
  private HlsResource before;
  private long durationMicros = -1;
  private String range;
  private boolean discontinuity;
  private boolean gap;
  private long dateTimeMicros = HlsMedia.NO_TIME;

  private HlsMediaReader(URI base) {
    this.base = base;
  }

  static Parse<HlsMedia> read(String text, URI base) {
    if (text.length() > HlsMedia.MAX_CHARS) {
      return Parse.rejected("the playlist is too long");
    }
    if (!text.startsWith("#EXTM3U")) {
      return Parse.rejected("it is no playlist");
    }
    try {
      HlsMediaReader reader = new HlsMediaReader(base);
      for (String line : text.lines().toList()) {
        reader.line(line.strip());
      }
      return Parse.of(reader.finish());
    } catch (HlsPlaylistException e) {
      return Parse.rejected(e.getMessage());
    }
  }

  private void line(String line) throws HlsPlaylistException {
    if (line.isEmpty()) {
      return;
    }
    if (!line.startsWith("#")) {
      segment(line);
      return;
    }
    int colon = line.indexOf(':');
    String tag = colon < 0 ? line : line.substring(0, colon);
    String value = colon < 0 ? "" : line.substring(colon + 1);
    switch (tag) {
      case "#EXT-X-TARGETDURATION" -> targetMicros = HlsNumbers.micros("the target", value);
      case "#EXT-X-MEDIA-SEQUENCE" -> number(HlsNumbers.whole("EXT-X-MEDIA-SEQUENCE", value));
      case "#EXT-X-PART-INF" ->
          partTargetMicros =
              HlsNumbers.micros("PART-TARGET", HlsAttributes.parse(value).needed("PART-TARGET"));
      case "#EXT-X-SERVER-CONTROL" -> serverControl(HlsAttributes.parse(value));
      case "#EXT-X-MAP" -> map(HlsAttributes.parse(value));
      case "#EXT-X-PROGRAM-DATE-TIME" -> dateTimeMicros = HlsNumbers.dateTime(value);
      case "#EXT-X-DISCONTINUITY" -> breakTime();
      case "#EXT-X-GAP" -> gap = true;
      case "#EXT-X-BYTERANGE" -> range = value;
      case "#EXTINF" -> durationMicros = HlsNumbers.micros("EXTINF", duration(value));
      case "#EXT-X-PART" -> part(HlsAttributes.parse(value));
      case "#EXT-X-PRELOAD-HINT" -> hint(HlsAttributes.parse(value));
      case "#EXT-X-ENDLIST" -> ended = true;
      case "#EXT-X-SKIP" -> throw new HlsPlaylistException("a delta that was not asked for");
      case "#EXT-X-STREAM-INF" ->
          throw new HlsPlaylistException("a multivariant playlist where a media one is due");
      default -> {
        // Whatever else there is does not matter to a viewer that decodes nothing.
      }
    }
  }

  private static String duration(String value) {
    int comma = value.indexOf(',');
    return comma < 0 ? value : value.substring(0, comma);
  }

  private void number(long first) throws HlsPlaylistException {
    if (!segments.isEmpty() || !parts.isEmpty()) {
      throw new HlsPlaylistException("EXT-X-MEDIA-SEQUENCE after a segment");
    }
    number = first;
  }

  private void serverControl(HlsAttributes control) throws HlsPlaylistException {
    blocks = control.yes("CAN-BLOCK-RELOAD");
    holdBackMicros = control.micros("HOLD-BACK", -1);
    partHoldBackMicros = control.micros("PART-HOLD-BACK", -1);
  }

  private void map(HlsAttributes map) throws HlsPlaylistException {
    URI uri = HlsResource.resolve(base, map.needed("URI"));
    init = HlsResource.of(uri, map.text("BYTERANGE"), null);
  }

  private void breakTime() {
    discontinuity = true;
    dateTimeMicros = HlsMedia.NO_TIME;
  }

  private void part(HlsAttributes part) throws HlsPlaylistException {
    if (parts.size() == MAX_PARTS) {
      throw new HlsPlaylistException("a segment of too many parts");
    }
    HlsResource last = parts.isEmpty() ? null : parts.getLast().resource();
    URI uri = HlsResource.resolve(base, part.needed("URI"));
    parts.add(
        new HlsMedia.Part(
            HlsResource.of(uri, part.text("BYTERANGE"), last),
            HlsNumbers.micros("DURATION", part.needed("DURATION")),
            part.yes("INDEPENDENT"),
            part.yes("GAP")));
  }

  private void hint(HlsAttributes told) throws HlsPlaylistException {
    if (!"PART".equals(told.text("TYPE"))) {
      return;
    }
    URI uri = HlsResource.resolve(base, told.needed("URI"));
    // A range without an end cannot be held against the part that comes: it is then not followed.
    hint = told.text("BYTERANGE-START") == null ? HlsResource.whole(uri) : null;
  }

  private void segment(String uri) throws HlsPlaylistException {
    if (durationMicros < 0) {
      throw new HlsPlaylistException("a segment without EXTINF");
    }
    if (segments.size() == MAX_SEGMENTS) {
      throw new HlsPlaylistException("too many segments");
    }
    HlsResource whole = HlsResource.of(HlsResource.resolve(base, uri), range, before);
    add(whole, durationMicros);
    before = whole;
  }

  private void add(HlsResource whole, long micros) {
    segments.add(
        new HlsMedia.Segment(
            number, whole, micros, parts, dateTimeMicros, init, discontinuity, gap));
    number++;
    dateTimeMicros = dateTimeMicros == HlsMedia.NO_TIME ? dateTimeMicros : dateTimeMicros + micros;
    parts.clear();
    durationMicros = -1;
    range = null;
    discontinuity = false;
    gap = false;
  }

  private HlsMedia finish() throws HlsPlaylistException {
    if (targetMicros <= 0) {
      throw new HlsPlaylistException("EXT-X-TARGETDURATION is missing");
    }
    if (!parts.isEmpty()) {
      add(null, parts.stream().mapToLong(HlsMedia.Part::durationMicros).sum());
    }
    long plain = holdBackMicros > 0 ? holdBackMicros : HOLD_BACK_TARGETS * targetMicros;
    long low = partHoldBackMicros > 0 ? partHoldBackMicros : HOLD_BACK_TARGETS * partTargetMicros;
    return new HlsMedia(
        targetMicros,
        partTargetMicros,
        partTargetMicros > 0 ? low : plain,
        blocks,
        segments,
        hint,
        ended);
  }
}
