package dev.croupier.loadtest.studio;

import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.studio.Fault.Gop;
import dev.croupier.loadtest.studio.Fault.Plain;
import dev.croupier.loadtest.studio.Fault.Sound.Channels;
import dev.croupier.loadtest.studio.VideoSettings.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything that can be said of a camera: how it codes, on which clock it lives, how it reaches
 * the network and what is wrong with it just now. Immutable.
 *
 * @param fps whole frames a second
 * @param bitrate bits a second; 0: as the size and rate need
 * @param offsetMicros what its clock is ahead of table time
 * @param driftPpm what its clock runs faster than table time
 * @param delayMicros from the camera to the network
 * @param jitterMicros by which that differs, up or down
 * @param presence whether it publishes
 * @param frozen whether the picture stands still
 * @param garbage whether payloads are random
 * @param keyframes whether there are any
 * @param keyframeLateMicros how late a requested one comes
 * @param pacing how fast a frame's packets leave
 */
public record CameraPlan(
    int width,
    int height,
    int fps,
    int bitrate,
    Gop gop,
    Profile profile,
    Channels sound,
    long offsetMicros,
    double driftPpm,
    long delayMicros,
    long jitterMicros,
    Presence presence,
    boolean frozen,
    boolean garbage,
    boolean keyframes,
    long keyframeLateMicros,
    Pacing pacing) {
  /** Whether a camera publishes. */
  public enum Presence {
    /** It does. */
    ON,
    /** It has died: nothing was said, nothing is sent. */
    KILLED,
    /** It has ended politely. */
    CLOSED
  }

  /** What a camera is where nothing is said: 720p30, GOP of a second, stereo, nothing wrong. */
  public static final CameraPlan PLAIN =
      new CameraPlan(
          1280,
          720,
          30,
          0,
          new Gop(Gop.Unit.MILLIS, 1000),
          Profile.CONSTRAINED_BASELINE,
          Channels.STEREO,
          0,
          0,
          0,
          0,
          Presence.ON,
          false,
          false,
          true,
          0,
          Pacing.BURST);

  private static final List<String> FIRST_OF_PAIR =
      List.of("720p30", "gop=1s", "audio=stereo", "offset=3s", "drift=100ppm", "delay=5ms");
  private static final List<String> SECOND_OF_PAIR =
      List.of(
          "540p25",
          "gop=2s",
          "audio=mono",
          "offset=-3s",
          "drift=-100ppm",
          "delay=120ms",
          "jitter=20ms");

  /** A megapixel a second needs about this many bits: 720p30 gets 2.5 Mbit/s. */
  private static final double BITS_PER_PIXEL = 0.09;

  private static final int BITRATE_STEP = 100_000;

  /**
   * A camera by its words; later ones win.
   *
   * @throws ScenarioException one line, naming the nearest known word for an unknown one
   */
  public static CameraPlan parse(List<String> words) {
    CameraPlan plan = PLAIN;
    for (String word : words) {
      plan = plan.with(Fault.parse(word));
    }
    return plan;
  }

  /**
   * Two cameras that differ in all that cameras differ in: size, rate, GOP, clock offset and drift,
   * delay and jitter, channels. A switch between them proves something.
   */
  public static List<CameraPlan> defaultPair() {
    return List.of(parse(FIRST_OF_PAIR), parse(SECOND_OF_PAIR));
  }

  /**
   * Two cameras that a person likes to watch: 720p30 and 540p25, GOP 1 and 2 s, stereo and mono.
   */
  public static List<CameraPlan> demoPair() {
    return List.of(PLAIN, parse(List.of("540p25", "gop=2s", "audio=mono")));
  }

  /** The plan after one more word. {@link Plain#RESET} gives the same without what is wrong. */
  public CameraPlan with(Fault fault) {
    Draft draft = new Draft(this);
    switch (fault) {
      case Fault.Shape(int w, int h, OptionalInt rate) -> {
        draft.width = w;
        draft.height = h;
        draft.fps = rate.orElse(fps);
      }
      case Fault.Rate(int rate) -> draft.fps = rate;
      case Fault.Bitrate(int bits) -> draft.bitrate = bits;
      case Gop other -> draft.gop = other;
      case Fault.Coded(Profile other) -> draft.profile = other;
      case Fault.Sound(Channels other) -> draft.sound = other;
      case Fault.Offset(long micros) -> draft.offsetMicros = micros;
      case Fault.Drift(double ppm) -> draft.driftPpm = ppm;
      case Fault.Delay(long micros) -> draft.delayMicros = micros;
      case Fault.Jitter(long micros) -> draft.jitterMicros = micros;
      case Fault.LateKeyframes(long micros) -> {
        draft.keyframes = true;
        draft.keyframeLateMicros = micros;
      }
      case Fault.Paced(Pacing other) -> draft.pacing = other;
      case Plain.KILL -> draft.presence = Presence.KILLED;
      case Plain.CLOSE -> draft.presence = Presence.CLOSED;
      case Plain.REVIVE -> draft.presence = Presence.ON;
      case Plain.FREEZE -> draft.frozen = true;
      case Plain.UNFREEZE -> draft.frozen = false;
      case Plain.NO_KEYFRAMES -> draft.keyframes = false;
      case Plain.KEYFRAMES -> {
        draft.keyframes = true;
        draft.keyframeLateMicros = 0;
      }
      case Plain.GARBAGE -> draft.garbage = true;
      case Plain.CLEAN -> draft.garbage = false;
      case Plain.RESET -> {
        draft.presence = Presence.ON;
        draft.frozen = false;
        draft.garbage = false;
        draft.keyframes = true;
        draft.keyframeLateMicros = 0;
      }
    }
    return draft.plan();
  }

  /** How its picture is coded. */
  public VideoSettings video() {
    int bits = bitrate;
    if (bits == 0) {
      long steps = Math.round(BITS_PER_PIXEL * width * height * fps / BITRATE_STEP);
      bits = Math.toIntExact(Math.max(1, steps)) * BITRATE_STEP;
    }
    return new VideoSettings(width, height, fps, bits, gopFrames(), profile);
  }

  /** Bits a second at which a frame's packets leave; 0: all at once. */
  long pacedBits() {
    return pacing.bitsPerSecond(video().bitrate());
  }

  /** How its sound is coded. */
  public Optional<AudioSettings> audio() {
    return switch (sound) {
      case NONE -> Optional.empty();
      case MONO -> Optional.of(AudioSettings.mono());
      case STEREO -> Optional.of(AudioSettings.stereo());
    };
  }

  /** Frames from one periodic keyframe to the next; 0: none. */
  int gopFrames() {
    return keyframes ? gop.frames(fps) : 0;
  }

  /** Whether both make the same packets from the same picture, so that no encoder changes. */
  boolean codesLike(CameraPlan other) {
    return width == other.width
        && height == other.height
        && fps == other.fps
        && bitrate == other.bitrate
        && profile == other.profile
        && sound == other.sound;
  }

  /** Whether both live on the same clock. */
  boolean ticksLike(CameraPlan other) {
    return offsetMicros == other.offsetMicros && Double.compare(driftPpm, other.driftPpm) == 0;
  }

  /** Whether one session can carry both. */
  boolean offersLike(CameraPlan other) {
    return profile == other.profile && (sound == Channels.NONE) == (other.sound == Channels.NONE);
  }

  /** The words that {@link #parse} makes this plan of, without what is as in {@link #PLAIN}. */
  public List<String> words() {
    List<Fault> said = new ArrayList<>();
    said.add(new Fault.Shape(width, height, OptionalInt.of(fps)));
    if (!said.getFirst().word().contains("p")) {
      said.add(new Fault.Rate(fps));
    }
    say(said, bitrate != 0, new Fault.Bitrate(bitrate));
    said.add(gop);
    say(said, profile != PLAIN.profile, new Fault.Coded(profile));
    said.add(new Fault.Sound(sound));
    say(said, offsetMicros != 0, new Fault.Offset(offsetMicros));
    say(said, driftPpm != 0, new Fault.Drift(driftPpm));
    say(said, delayMicros != 0, new Fault.Delay(delayMicros));
    say(said, jitterMicros != 0, new Fault.Jitter(jitterMicros));
    say(said, !pacing.equals(Pacing.BURST), new Fault.Paced(pacing));
    say(said, presence == Presence.KILLED, Plain.KILL);
    say(said, presence == Presence.CLOSED, Plain.CLOSE);
    say(said, frozen, Plain.FREEZE);
    say(said, garbage, Plain.GARBAGE);
    say(said, keyframeLateMicros != 0, new Fault.LateKeyframes(keyframeLateMicros));
    say(said, !keyframes, Plain.NO_KEYFRAMES);
    return said.stream().map(Fault::word).toList();
  }

  private static void say(List<Fault> said, boolean worth, Fault fault) {
    if (worth) {
      said.add(fault);
    }
  }

  /** A plan that is being changed. */
  private static final class Draft {
    private int width;
    private int height;
    private int fps;
    private int bitrate;
    private Gop gop;
    private Profile profile;
    private Channels sound;
    private long offsetMicros;
    private double driftPpm;
    private long delayMicros;
    private long jitterMicros;
    private Presence presence;
    private boolean frozen;
    private boolean garbage;
    private boolean keyframes;
    private long keyframeLateMicros;
    private Pacing pacing;

    private Draft(CameraPlan from) {
      width = from.width;
      height = from.height;
      fps = from.fps;
      bitrate = from.bitrate;
      gop = from.gop;
      profile = from.profile;
      sound = from.sound;
      offsetMicros = from.offsetMicros;
      driftPpm = from.driftPpm;
      delayMicros = from.delayMicros;
      jitterMicros = from.jitterMicros;
      presence = from.presence;
      frozen = from.frozen;
      garbage = from.garbage;
      keyframes = from.keyframes;
      keyframeLateMicros = from.keyframeLateMicros;
      pacing = from.pacing;
    }

    private CameraPlan plan() {
      return new CameraPlan(
          width,
          height,
          fps,
          bitrate,
          gop,
          profile,
          sound,
          offsetMicros,
          driftPpm,
          delayMicros,
          jitterMicros,
          presence,
          frozen,
          garbage,
          keyframes,
          keyframeLateMicros,
          pacing);
    }
  }
}
