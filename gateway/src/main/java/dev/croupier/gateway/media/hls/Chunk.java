package dev.croupier.gateway.media.hls;

import java.util.List;

/** Writes CMAF chunks (ISO/IEC 23000-19 section 7.3.2.3): one movie fragment and its data. */
final class Chunk {
  /** Depends on no other sample (ISO/IEC 14496-12 section 8.8.3.1). */
  private static final long SYNC = 0x0200_0000;

  /** Depends on others, and no place to begin. */
  private static final long NON_SYNC = 0x0101_0000;

  private static final int DEFAULT_BASE_IS_MOOF = 0x02_0000;
  private static final int DEFAULT_SAMPLE_FLAGS = 0x20;
  private static final int DATA_OFFSET = 0x1;
  private static final int SAMPLE_DURATION = 0x100;
  private static final int SAMPLE_SIZE = 0x200;
  private static final int SAMPLE_FLAGS = 0x400;
  private static final int BOX_HEADER = 8;

  private Chunk() {}

  /**
   * Writes one.
   *
   * @param first whether a segment begins with it
   * @param sequence of the fragment, rising by one
   * @param samples at least one, their times rising
   * @param endTicks where the next sample begins
   */
  static byte[] write(boolean first, long sequence, List<Sample> samples, long endTicks) {
    int data = samples.stream().mapToInt(sample -> sample.data().length).sum();
    BoxWriter out = new BoxWriter(data + 256 + 12 * samples.size());
    if (first) {
      out.begin("styp").text("msdh").u32(0).text("msdh").text("cmfs").end();
    }
    int moof = out.size();
    boolean allSync = samples.stream().allMatch(Sample::sync);
    out.begin("moof").begin("mfhd", 0, 0).u32(sequence).end();
    out.begin("traf");
    out.begin("tfhd", 0, DEFAULT_BASE_IS_MOOF | DEFAULT_SAMPLE_FLAGS).u32(Init.TRACK).u32(SYNC);
    out.end();
    out.begin("tfdt", 1, 0).u64(samples.getFirst().ticks()).end();
    int flags = DATA_OFFSET | SAMPLE_DURATION | SAMPLE_SIZE | (allSync ? 0 : SAMPLE_FLAGS);
    out.begin("trun", 0, flags).u32(samples.size());
    int dataOffset = out.size();
    out.u32(0);
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      long next = i + 1 < samples.size() ? samples.get(i + 1).ticks() : endTicks;
      out.u32(next - sample.ticks()).u32(sample.data().length);
      if (!allSync) {
        out.u32(sample.sync() ? SYNC : NON_SYNC);
      }
    }
    out.end().end().end();
    out.patch32(dataOffset, out.size() - moof + BOX_HEADER);
    out.begin("mdat");
    samples.forEach(sample -> out.bytes(sample.data()));
    return out.end().toBytes();
  }
}
