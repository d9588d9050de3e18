package dev.croupier.gateway.media.codec;

import dev.croupier.gateway.media.rtp.Parse;

/**
 * What a sequence parameter set says about the pictures (H.264 section 7.4.2.1).
 *
 * @param profileLevel profile, constraints and level
 * @param id 0 to 31
 * @param width pixels shown, cropping applied
 * @param height pixels shown, cropping applied
 * @param frameRate frames a second by the VUI's timing, 0 when it has none
 * @param maxRefFrames 0 to 16
 * @param reorderFrames {@code max_num_reorder_frames}, or -1 when not said (a decoder then may hold
 *     frames back)
 * @param maxDecFrameBuffering 0 to 16, or -1 when not said
 * @param frameMbsOnly false when it may be interlaced
 */
public record H264Sps(
    ProfileLevelId profileLevel,
    int id,
    int width,
    int height,
    double frameRate,
    int maxRefFrames,
    int reorderFrames,
    int maxDecFrameBuffering,
    boolean frameMbsOnly) {

  /** Default of {@code max_bytes_per_pic_denom} (H.264 annex E.2.1). */
  private static final int MAX_BYTES_PER_PICTURE = 2;

  /** Default of {@code max_bits_per_mb_denom}. */
  private static final int MAX_BITS_PER_MACROBLOCK = 1;

  /** Largest {@code log2_max_mv_length}: no restriction. */
  private static final int MAX_VECTOR_LENGTH = 16;

  /** Parses a whole NAL unit, its header included; at most 1,024 bytes. */
  public static Parse<H264Sps> parse(byte[] nal) {
    return parse(nal, 0, nal.length);
  }

  /** Parses a whole NAL unit in an array, its header included; at most 1,024 bytes. */
  public static Parse<H264Sps> parse(byte[] nal, int offset, int length) {
    SpsSyntax syntax = new SpsSyntax(nal, offset, length);
    return syntax.rejection != null ? Parse.rejected(syntax.rejection) : Parse.of(of(syntax));
  }

  /**
   * The same set with {@code max_num_reorder_frames = 0} in its VUI where it says nothing about
   * reordering: without it hardware decoders and MSE hold frames back. Right only for streams
   * without B-frames.
   *
   * @param nal a sound set
   * @return {@code nal} itself when it has a bitstream restriction, or is not sound
   */
  public static byte[] withoutReordering(byte[] nal) {
    SpsSyntax syntax = new SpsSyntax(nal, 0, nal.length);
    if (syntax.rejection != null || syntax.restrictionPresent) {
      return nal;
    }
    RbspWriter writer = new RbspWriter(nal[0]);
    RbspReader reader = new RbspReader();
    reader.start(nal, 0, nal.length);
    int copied = syntax.vuiPresent ? syntax.restrictionFlagAt : syntax.vuiFlagAt;
    for (int i = 0; i < copied; i++) {
      writer.bit(reader.bit());
    }
    if (!syntax.vuiPresent) {
      // A VUI with nothing in it: aspect, overscan, signal, chroma, timing, two HRDs, pic_struct.
      writer.bit(1).bits(0, 8);
    }
    return writer
        .bit(1)
        .bit(1)
        .ue(MAX_BYTES_PER_PICTURE)
        .ue(MAX_BITS_PER_MACROBLOCK)
        .ue(MAX_VECTOR_LENGTH)
        .ue(MAX_VECTOR_LENGTH)
        .ue(0)
        .ue(syntax.maxRefFrames)
        .finish();
  }

  private static H264Sps of(SpsSyntax s) {
    double rate = s.unitsInTick == 0 ? 0 : s.timeScale / (2.0 * s.unitsInTick);
    return new H264Sps(
        new ProfileLevelId(s.profileIdc, s.constraintFlags, s.levelIdc),
        s.id,
        s.width,
        s.height,
        rate,
        s.maxRefFrames,
        s.reorderFrames,
        s.maxDecFrameBuffering,
        s.frameMbsOnly);
  }
}
