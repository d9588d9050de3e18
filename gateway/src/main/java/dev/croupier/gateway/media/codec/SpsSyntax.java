package dev.croupier.gateway.media.codec;

/**
 * Walks the syntax of one sequence parameter set (H.264 section 7.3.2.1.1 and annex E.1.1),
 * remembering what is of use and where the VUI's flags stand. {@link #rejection} is null when it
 * was sound.
 */
final class SpsSyntax {
  /** Larger ones are taken for garbage. */
  static final int MAX_BYTES = 1_024;

  private static final int MAX_ID = 31;
  private static final int MAX_REF_FRAMES = 16;
  private static final int MAX_DIMENSION = 16_384;
  private static final int MAX_POC_CYCLE = 255;
  private static final int MAX_CPB_COUNT = 32;
  private static final int EXTENDED_SAR = 255;

  final String rejection;
  int profileIdc;
  int constraintFlags;
  int levelIdc;
  int id;
  int width;
  int height;
  int chromaFormat = 1;
  int lumaDepth = 8;
  int chromaDepth = 8;
  int maxRefFrames;
  boolean frameMbsOnly;
  long unitsInTick;
  long timeScale;
  boolean vuiPresent;
  boolean restrictionPresent;
  int reorderFrames = -1;
  int maxDecFrameBuffering = -1;

  /** Bit position of {@code vui_parameters_present_flag}. */
  int vuiFlagAt;

  /** Bit position of {@code bitstream_restriction_flag}, where there is a VUI. */
  int restrictionFlagAt;

  private final RbspReader reader = new RbspReader();
  private boolean separatePlanes;

  SpsSyntax(byte[] nal, int offset, int length) {
    rejection = read(nal, offset, length);
  }

  private String read(byte[] nal, int offset, int length) {
    if (length < 5 || H264.type(nal[offset]) != H264.SPS) {
      return "not_an_sps";
    }
    if (length > MAX_BYTES) {
      return "sps_too_long";
    }
    reader.start(nal, offset, length);
    profileIdc = (int) reader.bits(8);
    constraintFlags = (int) reader.bits(8);
    levelIdc = (int) reader.bits(8);
    long setId = reader.ue();
    if (setId > MAX_ID) {
      return "sps_bad_id";
    }
    id = (int) setId;
    if (hasChromaFormat() && !readChroma()) {
      return "sps_bad_chroma";
    }
    reader.ue(); // log2_max_frame_num_minus4
    if (!readPictureOrder()) {
      return "sps_bad_order_count";
    }
    long references = reader.ue();
    if (references > MAX_REF_FRAMES) {
      return "sps_bad_references";
    }
    maxRefFrames = (int) references;
    reader.bit(); // gaps_in_frame_num_value_allowed_flag
    if (!readSize()) {
      return "sps_bad_size";
    }
    vuiFlagAt = reader.position();
    vuiPresent = reader.flag();
    if (vuiPresent && !readVui()) {
      return "sps_bad_vui";
    }
    return reader.failed() ? "sps_truncated" : null;
  }

  /** Whether the profile is one of those whose sets tell the chroma format. */
  boolean hasChromaFormat() {
    return switch (profileIdc) {
      case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
      default -> false;
    };
  }

  private boolean readChroma() {
    long format = reader.ue();
    if (format > 3) {
      return false;
    }
    chromaFormat = (int) format;
    if (chromaFormat == 3) {
      separatePlanes = reader.flag();
    }
    long luma = reader.ue();
    long chroma = reader.ue();
    if (luma > 6 || chroma > 6) {
      return false;
    }
    lumaDepth = 8 + (int) luma;
    chromaDepth = 8 + (int) chroma;
    reader.bit(); // qpprime_y_zero_transform_bypass_flag
    if (reader.flag()) {
      int lists = chromaFormat == 3 ? 12 : 8;
      for (int i = 0; i < lists && !reader.failed(); i++) {
        if (reader.flag()) {
          skipScalingList(i < 6 ? 16 : 64);
        }
      }
    }
    return true;
  }

  private void skipScalingList(int size) {
    long last = 8;
    long next = 8;
    for (int i = 0; i < size && !reader.failed(); i++) {
      if (next != 0) {
        next = Math.floorMod(last + reader.se(), 256L);
      }
      last = next == 0 ? last : next;
    }
  }

  private boolean readPictureOrder() {
    long type = reader.ue();
    if (type == 0) {
      reader.ue();
    } else if (type == 1) {
      reader.bit();
      reader.se();
      reader.se();
      long cycle = reader.ue();
      if (cycle > MAX_POC_CYCLE) {
        return false;
      }
      for (int i = 0; i < cycle && !reader.failed(); i++) {
        reader.se();
      }
    }
    return type <= 2;
  }

  private boolean readSize() {
    long columns = reader.ue() + 1;
    long rows = reader.ue() + 1;
    frameMbsOnly = reader.flag();
    if (!frameMbsOnly) {
      reader.bit(); // mb_adaptive_frame_field_flag
    }
    reader.bit(); // direct_8x8_inference_flag
    if (columns * 16 > MAX_DIMENSION || rows * 16 > MAX_DIMENSION) {
      return false;
    }
    int fieldFactor = frameMbsOnly ? 1 : 2;
    long fullWidth = columns * 16;
    long fullHeight = rows * 16 * fieldFactor;
    long cropX = 0;
    long cropY = 0;
    if (reader.flag()) {
      boolean planar = separatePlanes || chromaFormat == 0;
      int unitX = planar || chromaFormat == 3 ? 1 : 2;
      int unitY = (planar || chromaFormat != 1 ? 1 : 2) * fieldFactor;
      cropX = (reader.ue() + reader.ue()) * unitX;
      cropY = (reader.ue() + reader.ue()) * unitY;
    }
    if (cropX >= fullWidth || cropY >= fullHeight) {
      return false;
    }
    width = (int) (fullWidth - cropX);
    height = (int) (fullHeight - cropY);
    return true;
  }

  private boolean readVui() {
    if (reader.flag() && reader.bits(8) == EXTENDED_SAR) {
      reader.skip(32);
    }
    if (reader.flag()) {
      reader.bit(); // overscan_appropriate_flag
    }
    if (reader.flag()) {
      reader.skip(4); // video_format, video_full_range_flag
      if (reader.flag()) {
        reader.skip(24);
      }
    }
    if (reader.flag()) {
      reader.ue();
      reader.ue();
    }
    if (reader.flag()) {
      unitsInTick = reader.bits(32);
      timeScale = reader.bits(32);
      reader.bit(); // fixed_frame_rate_flag
    }
    boolean nalHrd = reader.flag();
    if (nalHrd && !skipHrd()) {
      return false;
    }
    boolean vclHrd = reader.flag();
    if (vclHrd && !skipHrd()) {
      return false;
    }
    if (nalHrd || vclHrd) {
      reader.bit(); // low_delay_hrd_flag
    }
    reader.bit(); // pic_struct_present_flag
    restrictionFlagAt = reader.position();
    restrictionPresent = reader.flag();
    if (restrictionPresent) {
      reader.bit(); // motion_vectors_over_pic_boundaries_flag
      for (int i = 0; i < 4; i++) {
        reader.ue(); // max bytes, max bits, mv lengths
      }
      long reorder = reader.ue();
      long buffering = reader.ue();
      if (reorder > MAX_REF_FRAMES || buffering > MAX_REF_FRAMES) {
        return false;
      }
      reorderFrames = (int) reorder;
      maxDecFrameBuffering = (int) buffering;
    }
    return true;
  }

  private boolean skipHrd() {
    long count = reader.ue() + 1;
    if (count > MAX_CPB_COUNT) {
      return false;
    }
    reader.skip(8); // scales
    for (int i = 0; i < count && !reader.failed(); i++) {
      reader.ue();
      reader.ue();
      reader.bit();
    }
    reader.skip(20); // lengths of delays and offsets
    return true;
  }
}
