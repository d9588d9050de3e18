package dev.croupier.gateway.media.rtp;

/**
 * Turns 16-bit sequence numbers into a 64-bit line on which reordered packets keep their place (the
 * nearest value to the one before, at most 32,768 away). One thread.
 */
public final class SequenceUnwrapper {
  private boolean started;
  private long last;

  /**
   * The number on the line. The first is {@code 65,536 + sequence}, so that packets reordered
   * before it are not negative; the low 16 bits are always {@code sequence}.
   */
  public long unwrap(int sequence) {
    if (!started) {
      started = true;
      last = 0x1_0000L + (sequence & 0xFFFF);
      return last;
    }
    last += (short) (sequence - (int) last);
    return last;
  }

  /** Forgets the line: for a new source. */
  public void reset() {
    started = false;
  }
}
