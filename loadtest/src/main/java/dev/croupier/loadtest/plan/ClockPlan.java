package dev.croupier.loadtest.plan;

/**
 * Clients of the time server.
 *
 * @param ntp over NTP, 0–10,000
 * @param webSocket over the binary WebSocket exchange, 0–10,000
 * @param exchangesPerSecond of each of them
 */
public record ClockPlan(int ntp, int webSocket, double exchangesPerSecond) {
  /** Checks the ranges. */
  public ClockPlan {
    Ranges.check(ntp >= 0 && ntp <= 10_000, "clocks.ntp", "0..10000", ntp);
    Ranges.check(webSocket >= 0 && webSocket <= 10_000, "clocks.webSocket", "0..10000", webSocket);
    Ranges.check(
        exchangesPerSecond > 0 && exchangesPerSecond <= 100,
        "clocks.exchangesPerSecond",
        "more than 0, up to 100",
        exchangesPerSecond);
  }
}
