package dev.croupier.gateway.media.rtp;

/**
 * Turns 32-bit RTP timestamps into a 64-bit line (the nearest value to the one before, at most 2^31
 * away: 6.6 hours at 90 kHz). One thread.
 */
public final class TimestampUnwrapper {
  private boolean started;
  private long last;

  /**
   * The time on the line. The first is {@code 2^32 + timestamp}, so that frames reordered before it
   * are not negative; the low 32 bits are always {@code timestamp}.
   */
  public long unwrap(long timestamp) {
    if (!started) {
      started = true;
      last = 0x1_0000_0000L + (timestamp & 0xFFFF_FFFFL);
      return last;
    }
    last += (int) (timestamp - last);
    return last;
  }

  /** Forgets the line: for a new source. */
  public void reset() {
    started = false;
  }
}
