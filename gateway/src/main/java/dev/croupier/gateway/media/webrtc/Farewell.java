package dev.croupier.gateway.media.webrtc;

/**
 * Whether a viewer that said BYE has gone. A source that only changes its SSRC says it too (RFC
 * 3550 section 8.2), and so does each of several receivers of one peer: who says anything
 * afterwards is still there. Pure; the session's event loop.
 */
final class Farewell {
  /** Who is silent for this long after a BYE has gone: 5 s. A viewer reports every second or so. */
  static final long LEAVING_MICROS = 5_000_000;

  private static final long NEVER = Long.MIN_VALUE;

  private long saidMicros = NEVER;

  /** RTCP came in: whatever was said before it was no farewell. */
  void heard() {
    saidMicros = NEVER;
  }

  /** It held a BYE. */
  void said(long nowMicros) {
    saidMicros = nowMicros;
  }

  /** Whether the viewer has gone. */
  boolean over(long nowMicros) {
    return saidMicros != NEVER && nowMicros - saidMicros >= LEAVING_MICROS;
  }
}
