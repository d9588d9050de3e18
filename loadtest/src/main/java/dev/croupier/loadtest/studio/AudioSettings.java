package dev.croupier.loadtest.studio;

/**
 * How a camera's sound is coded: Opus at 48 kHz in packets of 20 ms.
 *
 * @param channels 1 or 2
 * @param bitrate bits a second, 6,000–510,000
 */
public record AudioSettings(int channels, int bitrate) {
  /** Samples a second. */
  public static final int SAMPLE_RATE = 48_000;

  /** Samples in a packet. */
  public static final int PACKET_SAMPLES = 960;

  /** Checks ranges (RFC 6716, RFC 7587). */
  public AudioSettings {
    if (channels < 1 || channels > 2) {
      throw new IllegalArgumentException("one or two channels, not " + channels);
    }
    if (bitrate < 6_000 || bitrate > 510_000) {
      throw new IllegalArgumentException("bit rate out of Opus's range: " + bitrate);
    }
  }

  /** Stereo at 64 kbit/s. */
  public static AudioSettings stereo() {
    return new AudioSettings(2, 64_000);
  }

  /** Mono at 32 kbit/s. */
  public static AudioSettings mono() {
    return new AudioSettings(1, 32_000);
  }
}
