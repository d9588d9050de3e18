package dev.croupier.gateway.media.fanout;

/**
 * Tells for how long a signal has shown the same picture, from stills of it. Pure; one thread.
 *
 * <p>A still is compared with the first one of its like, not with the one before, so that what
 * changes slowly changes too. One picture coded twice differs by the coder's rounding; what differs
 * no more than that is the same, even where a camera looks at a scene in which nothing moves.
 */
final class StillWatch {
  /**
   * Mean difference of all cells, of 255 × 256. Measured on keyframes of one motionless 720p
   * picture at 2.5 Mbit/s: 0.13 of 255 by x264, 0.40 by libvpx.
   */
  static final int NOISE = 128;

  /** Difference of one cell; the same pictures': 0.9 and 2.2 of 255. More has moved. */
  static final int MOTION = 3 * 256;

  private int[] first;
  private long sinceMicros;

  /**
   * A still was seen.
   *
   * @param luma as {@link dev.croupier.gateway.media.worker.Picture#luma}
   * @param atMicros when its picture arrived; never before the last one's
   * @return for how long this picture has been seen, 0 where it is another one
   */
  long saw(int[] luma, long atMicros) {
    if (first == null || differs(first, luma)) {
      first = luma;
      sinceMicros = atMicros;
    }
    return atMicros - sinceMicros;
  }

  private static boolean differs(int[] one, int[] other) {
    long sum = 0;
    int most = 0;
    for (int i = 0; i < one.length; i++) {
      int difference = Math.abs(one[i] - other[i]);
      sum += difference;
      most = Math.max(most, difference);
    }
    return most > MOTION || sum > (long) NOISE * one.length;
  }
}
