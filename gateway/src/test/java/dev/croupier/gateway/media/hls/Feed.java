package dev.croupier.gateway.media.hls;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.program.ProgramClock;
import dev.croupier.gateway.media.program.ProgramFrame;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Frames of a program whose RTP times wrap soon. */
public final class Feed {
  /** 2027-01-15T08:00:00Z. */
  public static final long EPOCH_MICROS = 1_800_000_000_000_000L;

  /** Both tracks pass 2³² within the first second, at different moments. */
  public static final ProgramClock CLOCK =
      new ProgramClock("p", EPOCH_MICROS, (1L << 32) - 45_000, (1L << 32) - 7);

  /** Parameter sets of x264: 320x180, constrained baseline 1.3. */
  static final String SPS_180 = "6742c00dd901419f9f0110000003001000000303c0f142a480";

  /** 160x90, constrained baseline 1.1. */
  static final String SPS_90 = "6742c00bd9028df930110000030001000003003c0f142a48";

  private static final String PPS = "68cb83cb20";
  private static final byte[] SLICE = {0, 0, 0, 2, 0x41, 0x11};

  private Feed() {}

  /** A picture with any content. */
  public static ProgramFrame video(boolean keyframe, long micros, byte[] data) {
    return frame(Codec.H264, keyframe, micros, data);
  }

  /** A packet of sound. */
  public static ProgramFrame audio(long micros, byte[] data) {
    return frame(Codec.OPUS, true, micros, data);
  }

  /** An IDR picture that no decoder would like, behind its parameter sets. */
  static ProgramFrame idr(long micros, String spsHex) {
    return video(true, micros, keyframeData(spsHex));
  }

  /** A picture that refers to others, as undecodable. */
  static ProgramFrame slice(long micros) {
    return video(false, micros, SLICE);
  }

  static byte[] keyframeData(String spsHex) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String hex : new String[] {spsHex, PPS, "6588"}) {
      byte[] nal = HexFormat.of().parseHex(hex);
      out.writeBytes(new byte[] {0, 0, 0, (byte) nal.length});
      out.writeBytes(nal);
    }
    return out.toByteArray();
  }

  /**
   * A frame.
   *
   * @param micros of table time since the epoch
   */
  private static ProgramFrame frame(Codec codec, boolean keyframe, long micros, byte[] data) {
    long rtp = CLOCK.at(codec, EPOCH_MICROS + micros);
    return new ProgramFrame(
        codec, keyframe, EPOCH_MICROS + micros, rtp, 0, new byte[][] {data}, data, "cam-a");
  }
}
