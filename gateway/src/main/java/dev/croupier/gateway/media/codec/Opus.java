package dev.croupier.gateway.media.codec;

/** What an Opus packet's first bytes say (RFC 6716 section 3.1), and silence. Any thread. */
public final class Opus {
  /** Samples a second of the RTP clock, always (RFC 7587 section 4.1). */
  public static final int CLOCK_RATE = 48_000;

  /** Samples of the usual packet: 20 ms. */
  public static final int USUAL_SAMPLES = 960;

  /** Longest packet: 120 ms (RFC 6716 section 3.2.5). */
  public static final int MAX_SAMPLES = 5_760;

  /** Largest frame inside a packet (RFC 6716 section 3.4 [R2]). */
  private static final int MAX_FRAME_BYTES = 1_275;

  /** CELT, full band, 20 ms, one frame whose range coder reads "silence". */
  private static final int SILENCE_CONFIG = 31;

  private Opus() {}

  /**
   * Duration of a packet in samples at 48 kHz, 120 to 5,760; -1 when it is no Opus packet (empty, a
   * frame count of 0, longer than 120 ms, or impossible lengths).
   */
  public static int samples(byte[] b, int offset, int length) {
    if (length < 1) {
      return -1;
    }
    int toc = b[offset] & 0xFF;
    int frames;
    switch (toc & 3) {
      case 0 -> {
        if (length - 1 > MAX_FRAME_BYTES) {
          return -1;
        }
        frames = 1;
      }
      case 1 -> {
        if ((length - 1) % 2 != 0) {
          return -1;
        }
        frames = 2;
      }
      case 2 -> {
        if (length < 2) {
          return -1;
        }
        frames = 2;
      }
      default -> {
        frames = length < 2 ? 0 : b[offset + 1] & 0x3F;
      }
    }
    int samples = frames * frameSamples(toc >> 3);
    return samples == 0 || samples > MAX_SAMPLES ? -1 : samples;
  }

  /** Whether the packet is stereo; {@code toc} is its first byte. */
  public static boolean stereo(byte toc) {
    return (toc & 4) != 0;
  }

  /** A packet of 20 ms of silence, 3 bytes. */
  public static byte[] silence(boolean stereo) {
    return new byte[] {(byte) (SILENCE_CONFIG << 3 | (stereo ? 4 : 0)), (byte) 0xFF, (byte) 0xFE};
  }

  /** Samples of one frame by RFC 6716 table 2. */
  private static int frameSamples(int config) {
    if (config < 12) {
      return config % 4 == 3 ? 2_880 : 480 << config % 4;
    }
    return config < 16 ? 480 << config % 2 : 120 << config % 4;
  }
}
