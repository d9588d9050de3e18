package dev.croupier.loadtest.relay;

/**
 * Random numbers by place: the number for a packet and a purpose follows from the key alone,
 * however many others were drawn before. It is SplitMix64 read at any place of its sequence.
 * Immutable; any thread.
 */
final class Draws {
  /** What a packet may need a number for; each has its own. */
  enum Purpose {
    LOSS,
    REORDER,
    DUPLICATE,
    JITTER,
    JITTER_ANGLE,
    COPY_JITTER,
    COPY_JITTER_ANGLE,
    SPARE
  }

  /** The increment of SplitMix64: 2⁶⁴ divided by the golden ratio, odd. */
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private static final int PURPOSES = Purpose.values().length;

  private final long key;

  private Draws(long key) {
    this.key = key;
  }

  /**
   * Those of one stream of packets.
   *
   * @param kind tells sorts of streams apart
   * @param stream the number of the stream in its sort
   */
  static Draws of(long seed, String kind, int stream, Direction direction) {
    long key = mix(seed + GAMMA);
    key = mix(key ^ kind.hashCode());
    key = mix(key + stream * GAMMA);
    return new Draws(mix(key + (direction == Direction.UP ? 1 : 2)));
  }

  /** From 0 up to, never 1: 53 random bits. */
  double at(long index, Purpose purpose) {
    return (mix(key + (index * PURPOSES + purpose.ordinal()) * GAMMA) >>> 11) * 0x1.0p-53;
  }

  /** Stafford's variant 13 of MurmurHash3's finisher, as in SplitMix64. */
  private static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
