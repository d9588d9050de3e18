package dev.croupier.loadtest.studio;

import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.studio.VideoSettings.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One word about a camera: how it is made, on which clock it lives, what is wrong with it. Any of
 * them can begin a camera ({@link CameraPlan#parse}) or change it while it runs ({@link
 * CameraStation#apply}). Immutable; {@link #word} is what {@link #parse} reads.
 */
public sealed interface Fault {
  /** The word, in its canonical form. */
  String word();

  /** Size, with or without a rate: {@code 720p30}, {@code size=960x540}. Reopens the encoder. */
  record Shape(int width, int height, OptionalInt fps) implements Fault {
    @Override
    public String word() {
      return fps.isPresent() && width == widthOf(height)
          ? height + "p" + fps.getAsInt()
          : "size=" + width + "x" + height;
    }
  }

  /** Whole frames a second, 1–120. Reopens the encoder. */
  record Rate(int fps) implements Fault {
    @Override
    public String word() {
      return "rate=" + fps;
    }
  }

  /** Bits a second of the picture. Reopens the encoder. */
  record Bitrate(int bitsPerSecond) implements Fault {
    @Override
    public String word() {
      return "bitrate=" + (bitsPerSecond % 1000 == 0 ? bitsPerSecond / 1000 + "k" : bitsPerSecond);
    }
  }

  /**
   * From keyframe to keyframe; takes effect within the running encoder.
   *
   * @param unit of the value
   * @param value milliseconds or frames; 0 for {@link Unit#REQUEST}
   */
  record Gop(Unit unit, int value) implements Fault {
    /** How a GOP is said. */
    public enum Unit {
      /** Milliseconds. */
      MILLIS,
      /** Frames. */
      FRAMES,
      /** Keyframes on request only. */
      REQUEST
    }

    /** Frames of it at a rate; 0: on request only. */
    int frames(int fps) {
      return switch (unit) {
        case MILLIS -> Math.max(1, Math.toIntExact(Math.round(value * fps / 1000.0)));
        case FRAMES -> value;
        case REQUEST -> 0;
      };
    }

    @Override
    public String word() {
      return switch (unit) {
        case MILLIS -> "gop=" + Words.time(value * 1000L);
        case FRAMES -> "gop=" + value;
        case REQUEST -> "gop=request";
      };
    }
  }

  /** H.264 profile. Publishes again, for the offer names the profile. */
  record Coded(Profile profile) implements Fault {
    @Override
    public String word() {
      return profile == Profile.CONSTRAINED_BASELINE
          ? "profile=baseline"
          : "profile=" + profile.name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Sound. Between stereo and mono the encoder is opened again, as each Opus packet says its own
   * channels (RFC 7587 section 4.2); to and from none is another offer, so it publishes again.
   */
  record Sound(Channels channels) implements Fault {
    /** What sound there is. */
    public enum Channels {
      /** No track at all. */
      NONE,
      /** One channel, 32 kbit/s. */
      MONO,
      /** Two channels, 64 kbit/s. */
      STEREO
    }

    @Override
    public String word() {
      return "audio=" + channels.name().toLowerCase(Locale.ROOT);
    }
  }

  /** How far the camera's clock is ahead of table time. A step of all its timestamps. */
  record Offset(long micros) implements Fault {
    @Override
    public String word() {
      return "offset=" + Words.time(micros);
    }
  }

  /** How much faster than table time the camera's clock runs. */
  record Drift(double ppm) implements Fault {
    @Override
    public String word() {
      return "drift=" + Words.drift(ppm);
    }
  }

  /** How long everything takes from the camera to the network. */
  record Delay(long micros) implements Fault {
    @Override
    public String word() {
      return "delay=" + Words.time(micros);
    }
  }

  /** By how much that differs from packet to packet, up or down, evenly. */
  record Jitter(long micros) implements Fault {
    @Override
    public String word() {
      return "jitter=" + Words.time(micros);
    }
  }

  /** How fast the packets of a frame leave; takes effect in place. */
  record Paced(Pacing pacing) implements Fault {
    @Override
    public String word() {
      return "pacing=" + pacing.text();
    }
  }

  /** How late a requested keyframe comes; periodic ones are not touched, and come again. */
  record LateKeyframes(long micros) implements Fault {
    @Override
    public String word() {
      return "late-keyframes=" + Words.time(micros);
    }
  }

  /** Words without a value. */
  enum Plain implements Fault {
    /** Packets just stop, as when an encoder loses power. */
    KILL,
    /** The session is ended politely. */
    CLOSE,
    /** Publishes again after one of these two. */
    REVIVE,
    /** The picture stands still, its strip too; packets and sound go on. */
    FREEZE,
    /** The picture moves again. */
    UNFREEZE,
    /** Neither periodic keyframes nor requested ones. */
    NO_KEYFRAMES,
    /** Keyframes as described, and requested ones at once. */
    KEYFRAMES,
    /** Payloads are random bytes of the right length. */
    GARBAGE,
    /** Payloads are what the encoders made. */
    CLEAN,
    /** Back to the camera as it was described at its start. */
    RESET;

    @Override
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Reads one word. Throws {@link ScenarioException}, one line, if it is unknown or out of range.
   */
  static Fault parse(String word) {
    String text = word.strip().toLowerCase(Locale.ROOT);
    Matcher shape = Grammar.SHAPE.matcher(text);
    if (shape.matches()) {
      int height = even(word, shape.group(1), 90, 2160);
      return new Shape(
          widthOf(height),
          height,
          shape.group(2).isEmpty()
              ? OptionalInt.empty()
              : OptionalInt.of(Words.whole(word, shape.group(2), 1, 120)));
    }
    int equals = text.indexOf('=');
    if (equals > 0) {
      String value = text.substring(equals + 1);
      Optional<Fault> valued = Grammar.valued(word, text.substring(0, equals), value);
      if (valued.isPresent()) {
        return valued.get();
      }
    }
    for (Plain plain : Plain.values()) {
      if (plain.word().equals(text)) {
        return plain;
      }
    }
    throw Words.unknown(word, Grammar.KNOWN);
  }

  private static int widthOf(int height) {
    return (height * 16 / 9 + 1) / 2 * 2;
  }

  private static int even(String word, String text, int least, int most) {
    int value = Words.whole(word, text, least, most);
    if ((value & 1) != 0) {
      throw Words.bad(word, "width and height must be even");
    }
    return value;
  }

  /** The words with a value, and what is shown for an unknown one. */
  final class Grammar {
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,5})p(\\d{0,5})");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");
    private static final long MOST_OFFSET_MICROS = 3_600_000_000L;
    private static final double MOST_DRIFT_PPM = 1_000;
    private static final long MOST_DELAY_MICROS = 5_000_000;
    private static final long MOST_JITTER_MICROS = 1_000_000;
    private static final long MOST_KEYFRAME_MICROS = 60_000_000;
    private static final int LEAST_BITRATE = 50_000;
    private static final int MOST_BITRATE = 50_000_000;
    private static final int MOST_GOP_FRAMES = 7_200;

    /** Examples of all words. */
    static final List<String> KNOWN = known();

    private Grammar() {}

    private static List<String> known() {
      List<String> words =
          new ArrayList<>(
              List.of(
                  "720p30",
                  "540p25",
                  "360p30",
                  "size=960x540",
                  "rate=25",
                  "bitrate=1200k",
                  "gop=1s",
                  "gop=request",
                  "profile=high",
                  "audio=mono",
                  "offset=-3s",
                  "drift=100ppm",
                  "delay=120ms",
                  "jitter=20ms",
                  "pacing=2.5",
                  "late-keyframes=2s"));
      for (Plain plain : Plain.values()) {
        words.add(plain.word());
      }
      return List.copyOf(words);
    }

    private static Optional<Fault> valued(String word, String key, String value) {
      return switch (key) {
        case "size" -> Optional.of(size(word, value));
        case "rate" -> Optional.of(new Rate(Words.whole(word, value, 1, 120)));
        case "bitrate" ->
            Optional.of(new Bitrate(Words.bits(word, value, LEAST_BITRATE, MOST_BITRATE)));
        case "gop" -> Optional.of(gop(word, value));
        case "profile" -> Optional.of(new Coded(profile(word, value)));
        case "audio" -> Optional.of(new Sound(channels(word, value)));
        case "offset" ->
            Optional.of(
                new Offset(Words.micros(word, value, -MOST_OFFSET_MICROS, MOST_OFFSET_MICROS)));
        case "drift" -> Optional.of(new Drift(Words.ppm(word, value, MOST_DRIFT_PPM)));
        case "delay" -> Optional.of(new Delay(Words.micros(word, value, 0, MOST_DELAY_MICROS)));
        case "jitter" -> Optional.of(new Jitter(Words.micros(word, value, 0, MOST_JITTER_MICROS)));
        case "pacing" -> Optional.of(new Paced(Pacing.parse(word, value)));
        case "late-keyframes" ->
            Optional.of(new LateKeyframes(Words.micros(word, value, 0, MOST_KEYFRAME_MICROS)));
        default -> Optional.empty();
      };
    }

    private static Fault size(String word, String value) {
      Matcher size = SIZE.matcher(value);
      if (!size.matches()) {
        throw Words.bad(word, "a size such as 960x540 is needed");
      }
      return new Shape(
          even(word, size.group(1), 160, 3840),
          even(word, size.group(2), 90, 2160),
          OptionalInt.empty());
    }

    private static Fault gop(String word, String value) {
      if (value.equals("request")) {
        return new Gop(Gop.Unit.REQUEST, 0);
      }
      if (value.endsWith("s")) {
        long micros = Words.micros(word, value, 1_000, MOST_KEYFRAME_MICROS);
        return new Gop(Gop.Unit.MILLIS, Math.toIntExact(micros / 1000));
      }
      return new Gop(Gop.Unit.FRAMES, Words.whole(word, value, 1, MOST_GOP_FRAMES));
    }

    private static Profile profile(String word, String value) {
      return switch (value) {
        case "baseline" -> Profile.CONSTRAINED_BASELINE;
        case "main" -> Profile.MAIN;
        case "high" -> Profile.HIGH;
        default -> throw Words.bad(word, "a profile is baseline, main or high");
      };
    }

    private static Sound.Channels channels(String word, String value) {
      return switch (value) {
        case "none" -> Sound.Channels.NONE;
        case "mono" -> Sound.Channels.MONO;
        case "stereo" -> Sound.Channels.STEREO;
        default -> throw Words.bad(word, "audio is stereo, mono or none");
      };
    }
  }
}
