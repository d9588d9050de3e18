package dev.croupier.gateway.media.program;

/** How an armed cut ended. Called on the table's event loop, once. */
public interface CutListener {
  /** The target is on air from the frame captured at this table time. */
  void switched(long agreedCaptureMicros);

  /**
   * The target had no keyframe in its time ({@code no_keyframe}), only such as came after later
   * frames had left ({@code too_slow}), another cut replaced this one ({@code replaced}), or it was
   * given up ({@code cancelled}).
   */
  void aborted(String reason);
}
