package dev.croupier.loadtest.plan;

/**
 * Real Chromium pages that play over WebRTC.
 *
 * @param count 0–20
 */
public record BrowserPlan(int count) {
  /** Checks the range. */
  public BrowserPlan {
    Ranges.check(count >= 0 && count <= 20, "browsers.count", "0..20", count);
  }
}
