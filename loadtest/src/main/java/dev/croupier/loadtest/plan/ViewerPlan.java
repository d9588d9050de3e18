package dev.croupier.loadtest.plan;

/**
 * Native WHEP viewers.
 *
 * @param full decrypt and depacketise everything, 0–10,000
 * @param sinks do the whole handshake and report, but decrypt one packet in twenty, 0–10,000
 * @param decoding of the full ones, those that decode the picture and read its strip, 0–full
 * @param arrivals how they come; {@code STAMPEDE} is not for viewers
 * @param warmUp viewers that come and go before the run and count nowhere, 0–10,000
 */
public record ViewerPlan(int full, int sinks, int decoding, Arrivals arrivals, int warmUp) {
  /** Without any before the run. */
  public ViewerPlan(int full, int sinks, int decoding, Arrivals arrivals) {
    this(full, sinks, decoding, arrivals, 0);
  }

  /** Checks the ranges. */
  public ViewerPlan {
    Ranges.check(full >= 0 && full <= 10_000, "viewers.full", "0..10000", full);
    Ranges.check(sinks >= 0 && sinks <= 10_000, "viewers.sinks", "0..10000", sinks);
    Ranges.check(
        decoding >= 0 && decoding <= full, "viewers.decoding", "0 to viewers.full", decoding);
    Ranges.check(warmUp >= 0 && warmUp <= 10_000, "viewers.warmUp", "0..10000", warmUp);
    Ranges.check(
        arrivals.model() != Arrivals.Model.STAMPEDE,
        "viewers.arrivals.model",
        "constant or ramp",
        "stampede");
  }
}
