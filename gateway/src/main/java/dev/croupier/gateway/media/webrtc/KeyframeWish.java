package dev.croupier.gateway.media.webrtc;

/**
 * One viewer's wish for a keyframe: told to the table at most once in 500 ms however often the
 * viewer asks, and not forgotten in between. Pure; the session's event loop.
 */
final class KeyframeWish {
  /** The table is told at most once in this time, as it asks its publisher: 500 ms. */
  static final long THROTTLE_MICROS = 500_000;

  private boolean wished;
  private long toldMicros = Long.MIN_VALUE / 2;

  /** The viewer asks; whether the table is to be told now. */
  boolean ask(long nowMicros) {
    wished = true;
    return due(nowMicros);
  }

  /** Time has passed: whether the table is to be told now, which counts as told. */
  boolean due(long nowMicros) {
    if (!wished || nowMicros - toldMicros < THROTTLE_MICROS) {
      return false;
    }
    wished = false;
    toldMicros = nowMicros;
    return true;
  }

  /** A keyframe was sent. */
  void granted() {
    wished = false;
  }
}
