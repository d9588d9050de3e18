package dev.croupier.loadtest.studio;

/**
 * How a camera's picture is coded.
 *
 * @param width even, 160–3840
 * @param height even, 90–2160
 * @param fps whole frames a second, 1–120
 * @param bitrate bits a second aimed at
 * @param gopFrames frames from one keyframe to the next; 0: keyframes on request only
 * @param profile of H.264
 */
public record VideoSettings(
    int width, int height, int fps, int bitrate, int gopFrames, Profile profile) {

  /** H.264 profiles that the encoder makes. None of them with B-frames. */
  public enum Profile {
    /** What every browser takes. */
    CONSTRAINED_BASELINE("constrained_baseline", 66 | 1 << 9),
    /** With CABAC. */
    MAIN("main", 77),
    /** With CABAC and the 8 × 8 transform. */
    HIGH("high", 100);

    private final String option;
    private final int number;

    Profile(String option, int number) {
      this.option = option;
      this.number = number;
    }

    String option() {
      return option;
    }

    int number() {
      return number;
    }
  }

  /** Checks ranges. */
  public VideoSettings {
    if (width < 160 || width > 3840 || height < 90 || height > 2160) {
      throw new IllegalArgumentException("picture size out of range: " + width + "x" + height);
    }
    if ((width & 1) != 0 || (height & 1) != 0) {
      throw new IllegalArgumentException("picture size must be even: " + width + "x" + height);
    }
    if (fps < 1 || fps > 120) {
      throw new IllegalArgumentException("frame rate out of range: " + fps);
    }
    if (bitrate < 10_000 || gopFrames < 0) {
      throw new IllegalArgumentException("bit rate or GOP out of range");
    }
  }

  /**
   * What an offer says of it (RFC 6184 section 8.1): the profile, and the lowest level among those
   * common in WebRTC that takes so many macroblocks a second (ITU-T H.264 table A-1).
   */
  public String profileLevelId() {
    long macroblocks = Math.ceilDiv(width, 16) * (long) Math.ceilDiv(height, 16);
    long perSecond = macroblocks * fps;
    String level = "34";
    if (macroblocks <= 3_600 && perSecond <= 108_000) {
      level = "1f";
    } else if (macroblocks <= 8_192 && perSecond <= 245_760) {
      level = "28";
    } else if (macroblocks <= 8_704 && perSecond <= 522_240) {
      level = "2a";
    } else if (macroblocks <= 36_864 && perSecond <= 983_040) {
      level = "33";
    }
    return switch (profile) {
      case CONSTRAINED_BASELINE -> "42e0" + level;
      case MAIN -> "4d00" + level;
      case HIGH -> "6400" + level;
    };
  }

  /** 720p30, 2.5 Mbit/s, GOP of one second: the demo's camera A. */
  public static VideoSettings hd30() {
    return new VideoSettings(1280, 720, 30, 2_500_000, 30, Profile.CONSTRAINED_BASELINE);
  }

  /** 540p25, 1.2 Mbit/s, GOP of one second: the demo's camera B. */
  public static VideoSettings sd25() {
    return new VideoSettings(960, 540, 25, 1_200_000, 25, Profile.CONSTRAINED_BASELINE);
  }

  /** 360p at 30 frames, 700 kbit/s: for tests on small machines. */
  public static VideoSettings small30() {
    return new VideoSettings(640, 360, 30, 700_000, 30, Profile.CONSTRAINED_BASELINE);
  }
}
