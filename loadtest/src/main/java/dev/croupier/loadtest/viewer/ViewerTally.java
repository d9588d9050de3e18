package dev.croupier.loadtest.viewer;

import dev.croupier.gateway.media.peer.WhepPlayerFigures;
import dev.croupier.loadtest.measure.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What full viewers count, one by one and together. Immutable. */
final class ViewerTally {
  /** The counts, in the order of a report. */
  enum Kind {
    FRAMES_SHOWN("frames shown"),
    DROPPED_FRAMES("frames dropped"),
    INCOMPLETE_FRAMES("frames begun, but a packet never came"),
    UNDECODABLE_FRAMES("frames complete behind a lost one"),
    LATE_FRAMES("frames late by more than 100 ms"),
    SKIPPED_FRAMES("frames never sent"),
    KEYFRAMES("keyframes"),
    FREEZES("freezes"),
    FROZEN_MS("frozen", "ms"),
    WATCHED_MS("watched", "ms"),
    AUDIO_PACKETS("sound packets"),
    PACKETS("packets"),
    BYTES("bytes"),
    FIRST_SENDINGS("packets that came at their first sending"),
    LOST_BEFORE_NACK("packets lost before NACK"),
    ASKED_AGAIN("packets asked for again"),
    RECOVERED("of these, packets that came"),
    LOST_AFTER_NACK("packets lost after NACK"),
    SEQUENCE_GAPS("holes in the sequence"),
    DUPLICATE_PACKETS("packets that came twice"),
    REORDERED_PACKETS("packets that came behind a later one"),
    TIMESTAMP_JUMPS("jumps in RTP time that no loss explains"),
    KEYFRAME_REQUESTS("keyframes asked for"),
    DECODED_FRAMES("pictures decoded"),
    NOT_DECODED_FRAMES("frames that decoding had no time for"),
    NO_PICTURE_FRAMES("frames that gave no picture"),
    UNREADABLE_STRIPS("pictures whose strip could not be read"),
    STRIPS_BACKWARDS("pictures with a lower number than before"),
    STRIPS_REPEATED("pictures shown twice");

    private final String label;
    private final String unit;

    Kind(String label) {
      this(label, "");
    }

    Kind(String label, String unit) {
      this.label = label;
      this.unit = unit;
    }

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Nothing. */
  static final ViewerTally NONE = new ViewerTally(new long[Kind.values().length]);

  private final long[] values;

  private ViewerTally(long[] values) {
    this.values = values;
  }

  /** Of one viewer. */
  static ViewerTally of(
      WhepPlayerFigures player, FrameWatch.Counts frames, PictureReader.Counts pictures) {
    WhepPlayerFigures.Stream video = player.video();
    WhepPlayerFigures.Stream audio = player.audio();
    long[] values = new long[Kind.values().length];
    for (Kind kind : Kind.values()) {
      values[kind.ordinal()] =
          switch (kind) {
            case FRAMES_SHOWN -> frames.shown();
            case DROPPED_FRAMES -> frames.dropped();
            case INCOMPLETE_FRAMES -> player.incompleteFrames();
            case UNDECODABLE_FRAMES -> player.undecodable();
            case LATE_FRAMES -> frames.late();
            case SKIPPED_FRAMES -> frames.skipped();
            case KEYFRAMES -> player.keyframes();
            case FREEZES -> frames.freezes();
            case FROZEN_MS -> frames.frozenMicros() / 1_000;
            case WATCHED_MS -> frames.watchedMicros() / 1_000;
            case AUDIO_PACKETS -> player.audioPackets();
            case PACKETS -> player.packets();
            case BYTES -> player.bytes();
            case FIRST_SENDINGS -> video.packets() + audio.packets();
            case LOST_BEFORE_NACK -> video.lost() + audio.lost();
            case ASKED_AGAIN -> video.nacked() + audio.nacked();
            case RECOVERED -> video.recovered() + audio.recovered();
            case LOST_AFTER_NACK -> video.givenUp() + audio.givenUp();
            case SEQUENCE_GAPS -> video.gaps() + audio.gaps();
            case DUPLICATE_PACKETS -> player.repeats() + video.duplicates() + audio.duplicates();
            case REORDERED_PACKETS -> video.reordered() + audio.reordered();
            case TIMESTAMP_JUMPS -> frames.jumps();
            case KEYFRAME_REQUESTS -> player.keyframeRequests();
            case DECODED_FRAMES -> pictures.decoded();
            case NOT_DECODED_FRAMES -> pictures.notDecoded();
            case NO_PICTURE_FRAMES -> pictures.noPicture();
            case UNREADABLE_STRIPS -> pictures.unreadable();
            case STRIPS_BACKWARDS -> pictures.backwards();
            case STRIPS_REPEATED -> pictures.repeated();
          };
    }
    return new ViewerTally(values);
  }

  long get(Kind kind) {
    return values[kind.ordinal()];
  }

  /** The share of one in one and another; of nothing it is 1, so that nothing passes for good. */
  double share(Kind part, Kind others) {
    long whole = get(part) + get(others);
    return whole == 0 ? 1 : (double) get(part) / whole;
  }

  ViewerTally plus(ViewerTally other) {
    long[] sums = values.clone();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.values[i];
    }
    return new ViewerTally(sums);
  }

  /** All of them, for a {@link Section}. */
  List<Section.Count> counts() {
    List<Section.Count> counts = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      counts.add(new Section.Count(kind.key(), kind.label, get(kind), kind.unit));
    }
    return counts;
  }
}
