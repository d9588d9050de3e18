package dev.croupier.gateway.media.webrtc;

/**
 * How many bytes may be sent again to one viewer: at most a quarter of those sent to it for the
 * first time, audio and video together. A token bucket that fills with what is sent and holds what
 * one second brings, or {@link #FLOOR_BYTES}, which it begins with so that the first seconds'
 * losses are repaired too. Pure; the session's event loop.
 */
final class ResendBudget {
  /** Of what is sent, so much may be sent again: a quarter (hardening row 26). */
  static final double SHARE = 0.25;

  /** Held at least, and from the start: about 50 packets of 1,200 bytes. */
  static final int FLOOR_BYTES = 60_000;

  /** Over which time the rate is measured that decides how much is held, 1 s. */
  private static final double WINDOW_MICROS = 1e6;

  private double held = FLOOR_BYTES;
  private double lastSecondBytes;
  private long lastMicros = Long.MIN_VALUE;

  /** Bytes were sent for the first time. */
  void sent(int bytes, long nowMicros) {
    if (lastMicros != Long.MIN_VALUE && nowMicros > lastMicros) {
      lastSecondBytes *= Math.exp((lastMicros - nowMicros) / WINDOW_MICROS);
    }
    lastMicros = nowMicros;
    lastSecondBytes += bytes;
    held = Math.min(held + SHARE * bytes, Math.max(FLOOR_BYTES, SHARE * lastSecondBytes));
  }

  /** Takes so many bytes out, if there are as many. */
  boolean take(int bytes) {
    if (held < bytes) {
      return false;
    }
    held -= bytes;
    return true;
  }
}
