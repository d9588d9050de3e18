package dev.croupier.gateway.media.webrtc;

/**
 * What one event loop may spend on viewers that catch up, in bits a second: however many come,
 * those who watch already are served in time. That event loop.
 */
final class JoinBudget {
  /** For one event loop's programs: 600 Mbit/s, about a quarter of a core. */
  static final long USUAL_BITS = 600_000_000;

  private long leftBits;

  JoinBudget(long bitsPerSecond) {
    leftBits = bitsPerSecond;
  }

  /** What can be had of a wish: all of it or 0. */
  long offer(long bitsPerSecond) {
    return bitsPerSecond <= leftBits ? bitsPerSecond : 0;
  }

  /** Takes what was offered. */
  void take(long bitsPerSecond) {
    leftBits -= bitsPerSecond;
  }

  /** Gives back what was taken. */
  void give(long bitsPerSecond) {
    leftBits += bitsPerSecond;
  }
}
