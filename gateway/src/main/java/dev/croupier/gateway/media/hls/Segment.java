package dev.croupier.gateway.media.hls;

import java.util.ArrayList;
import java.util.List;

/**
 * A finished media segment.
 *
 * @param number its media sequence number
 * @param name of its file
 * @param init what decoders must know for it
 * @param discontinuity what comes before it had another initialisation segment
 * @param startMicros its first sample in table time
 * @param durationTicks in units of {@code 1 / timescale} seconds
 * @param frames how many samples it has
 */
record Segment(
    long number,
    String name,
    Init init,
    boolean discontinuity,
    long startMicros,
    long durationTicks,
    int timescale,
    int frames,
    byte[] bytes) {

  /** How long it plays. */
  double seconds() {
    return (double) durationTicks / timescale;
  }

  /** Its bits a second. */
  long bitRate() {
    return durationTicks == 0 ? 0 : 8L * bytes.length * timescale / durationTicks;
  }

  /**
   * A segment in the making. One thread.
   *
   * <p>It becomes one chunk when it is finished. Low-latency parts are the same samples in several
   * chunks, each written once the time of the sample behind it is known.
   */
  static final class Open {
    private final Init init;
    private final boolean discontinuity;
    private final List<Sample> samples = new ArrayList<>();
    private int dataBytes;

    Open(Init init, boolean discontinuity) {
      this.init = init;
      this.discontinuity = discontinuity;
    }

    void add(Sample sample) {
      samples.add(sample);
      dataBytes += sample.data().length;
    }

    long startTicks() {
      return samples.getFirst().ticks();
    }

    long lastTicks() {
      return samples.getLast().ticks();
    }

    int dataBytes() {
      return dataBytes;
    }

    /** The finished segment, ended by a sample at {@code endTicks} that is not in it. */
    Segment finish(Timeline line, long number, long endTicks) {
      return new Segment(
          number,
          line.segmentName(number),
          init,
          discontinuity,
          line.tableMicros(startTicks()),
          endTicks - startTicks(),
          line.timescale(),
          samples.size(),
          Chunk.write(true, number + 1, samples, endTicks));
    }
  }
}
