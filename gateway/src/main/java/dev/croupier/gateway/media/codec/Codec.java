package dev.croupier.gateway.media.codec;

import java.util.Locale;

/** What a signal or a program carries. */
public enum Codec {
  H264(90_000, true),
  VP8(90_000, true),
  OPUS(48_000, false);

  private final int clockRate;
  private final boolean video;

  Codec(int clockRate, boolean video) {
    this.clockRate = clockRate;
    this.video = video;
  }

  /** RTP clock rate in Hz (RFC 6184, RFC 7741, RFC 7587). */
  public int clockRate() {
    return clockRate;
  }

  /** Its name in configuration and on the wire: {@code h264}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is a picture. */
  public boolean video() {
    return video;
  }
}
