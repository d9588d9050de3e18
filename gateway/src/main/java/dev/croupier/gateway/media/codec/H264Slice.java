package dev.croupier.gateway.media.codec;

/**
 * The first three elements of a slice header (H.264 section 7.3.3): enough to find the picture's
 * first slice, its parameter set and B-frames. Reusable, one thread, no allocation.
 */
final class H264Slice {
  private static final int B = 1;
  private static final int SLICE_TYPES = 5;
  private static final int MAX_SLICE_TYPE = 9;
  private static final int MAX_PPS_ID = 255;

  private final RbspReader reader = new RbspReader();
  private long firstMacroblock;
  private int sliceType;
  private int ppsId;

  /** Whether the header is sound; if so the queries answer for it. */
  boolean read(byte[] nal, int offset, int length) {
    reader.start(nal, offset, length);
    firstMacroblock = reader.ue();
    long type = reader.ue();
    long pps = reader.ue();
    if (reader.failed() || type > MAX_SLICE_TYPE || pps > MAX_PPS_ID) {
      return false;
    }
    sliceType = (int) type;
    ppsId = (int) pps;
    return true;
  }

  /** Whether it is the first slice of its picture. */
  boolean first() {
    return firstMacroblock == 0;
  }

  boolean bidirectional() {
    return sliceType % SLICE_TYPES == B;
  }

  int ppsId() {
    return ppsId;
  }
}
