package dev.croupier.gateway.media.webrtc;

/**
 * Whether a packet of one track is sent again to one viewer: not within min(100 ms, 2·RTT) of the
 * last time, at most three times, and within the viewer's {@link ResendBudget}. Remembers the last
 * packets asked for in a fixed ring; one whose place a later packet has taken is too old to be sent
 * again. Pure; the session's event loop; no allocation.
 */
final class Retransmissions {
  /** A repeat is still under way for this long at most, 100 ms. */
  static final long MAX_REPEAT_MICROS = 100_000;

  /** How often one packet is sent again at most. */
  static final int MAX_TRIES = 3;

  private final ResendBudget budget;
  private final long[] sequences;
  private final long[] sentAtMicros;
  private final byte[] tries;
  private final int mask;

  /**
   * Nothing asked for yet.
   *
   * @param remembered packets, a power of two
   */
  Retransmissions(int remembered, ResendBudget budget) {
    if (Integer.bitCount(remembered) != 1) {
      throw new IllegalArgumentException("not a power of two: " + remembered);
    }
    this.budget = budget;
    this.sequences = new long[remembered];
    this.sentAtMicros = new long[remembered];
    this.tries = new byte[remembered];
    this.mask = remembered - 1;
  }

  /**
   * A packet is asked for; {@link ResendVerdict#SENT} counts it as sent.
   *
   * @param sequence unwrapped, of any line that does not repeat
   * @param bytes of the packet
   * @param rttMicros the viewer's round trip, or -1 while it is not known
   */
  ResendVerdict ask(long sequence, int bytes, long rttMicros, long nowMicros) {
    int slot = (int) sequence & mask;
    boolean again = tries[slot] > 0 && sequences[slot] == sequence;
    if (tries[slot] > 0 && sequences[slot] > sequence) {
      return ResendVerdict.UNKNOWN; // nobody knows any more how often it was sent
    }
    if (again && nowMicros - sentAtMicros[slot] < repeatMicros(rttMicros)) {
      return ResendVerdict.TOO_SOON;
    }
    if (again && tries[slot] >= MAX_TRIES) {
      return ResendVerdict.TOO_OFTEN;
    }
    if (!budget.take(bytes)) {
      return ResendVerdict.OVER_BUDGET;
    }
    sequences[slot] = sequence;
    sentAtMicros[slot] = nowMicros;
    tries[slot] = (byte) (again ? tries[slot] + 1 : 1);
    return ResendVerdict.SENT;
  }

  private static long repeatMicros(long rttMicros) {
    return rttMicros < 0 ? MAX_REPEAT_MICROS : Math.min(MAX_REPEAT_MICROS, 2 * rttMicros);
  }
}
