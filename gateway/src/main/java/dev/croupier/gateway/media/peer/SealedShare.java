package dev.croupier.gateway.media.peer;

/**
 * Which RTP packets a transport opens that need not see all: of each SSRC the first ones until one
 * was authentic, then one in so many. SRTP's rollover count is learned from the first (RFC 3711
 * §3.3.1), and followed only where a packet is opened at least every 32,768. Pure; the transport's
 * event loop. Bounded: packets of more SSRCs than 8 are all opened, and so refused if forged.
 */
final class SealedShare {
  private static final int MAX_SSRCS = 8;

  private final int openEvery;
  private final int[] ssrcs = new int[MAX_SSRCS];
  private final int[] sealedInRow = new int[MAX_SSRCS];
  private int known;

  /**
   * No SSRC is known.
   *
   * @param openEvery 1 opens all
   */
  SealedShare(int openEvery) {
    this.openEvery = openEvery;
  }

  /** Whether the next packet of an SSRC is to be opened. */
  boolean opens(int ssrc) {
    if (openEvery > 1) {
      for (int i = 0; i < known; i++) {
        if (ssrcs[i] == ssrc) {
          return ++sealedInRow[i] >= openEvery;
        }
      }
    }
    return true;
  }

  /** A packet of it was authentic. */
  void authentic(int ssrc) {
    for (int i = 0; i < known; i++) {
      if (ssrcs[i] == ssrc) {
        sealedInRow[i] = 0;
        return;
      }
    }
    if (known < MAX_SSRCS) {
      ssrcs[known] = ssrc;
      sealedInRow[known] = 0;
      known++;
    }
  }
}
