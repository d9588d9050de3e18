package dev.croupier.gateway.media.track;

/**
 * How long frames of a signal take from capture to the arrival of their last packet: the p99.9 of
 * the last {@link #SAMPLES} of them. Pure, bounded; the table's event loop.
 */
final class TransitWindow {
  /** Samples in the window: a minute at 33 frames a second. */
  static final int SAMPLES = 2_048;

  /** Resolution: 1 ms. */
  static final int BIN_MICROS = 1_000;

  /** What takes longer counts as this long: 1 s, four times what can be synchronised. */
  private static final int BINS = 1_000;

  private static final int PER_MILLE = 1_000;

  private final short[] samples = new short[SAMPLES];
  private final short[] counts = new short[BINS];
  private int count;
  private int next;

  /** Takes a sample in, forgets the oldest. */
  void add(long transitMicros) {
    short bin = (short) Math.clamp(Math.ceilDiv(transitMicros, (long) BIN_MICROS), 0, BINS - 1);
    if (count == SAMPLES) {
      counts[samples[next]]--;
    } else {
      count++;
    }
    samples[next] = bin;
    counts[bin]++;
    next = (next + 1) % SAMPLES;
  }

  /** The p99.9 rounded up to 1 ms: the greatest while there are less than 1,000; 0 for none. */
  long p999Micros() {
    int above = count / PER_MILLE;
    int bin = BINS - 1;
    while (bin > 0 && counts[bin] <= above) {
      above -= counts[bin];
      bin--;
    }
    return (long) bin * BIN_MICROS;
  }
}
