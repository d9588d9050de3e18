package dev.croupier.loadtest.plan;

/**
 * How things come by themselves, whatever the server does (open arrivals).
 *
 * @param model the shape
 * @param perSecond {@code CONSTANT}: all the time, at random moments (Poisson); {@code RAMP}: at
 *     its beginning; {@code STAMPEDE}: the mean rate before the last seconds
 * @param toPerSecond {@code RAMP}: at its end; {@code STAMPEDE}: the mean rate in the last seconds;
 *     else not looked at
 * @param seconds {@code RAMP}: how long it rises; {@code STAMPEDE}: how many last seconds; else not
 *     looked at
 */
public record Arrivals(Model model, double perSecond, double toPerSecond, double seconds) {
  /** Shapes of arrivals. */
  public enum Model {
    /** One rate. */
    CONSTANT,
    /** From one rate to another, evenly. */
    RAMP,
    /** A crowd at the close: much more in the last seconds. */
    STAMPEDE
  }

  /** Checks the ranges. */
  public Arrivals {
    Ranges.check(perSecond >= 0 && perSecond <= 1e6, "arrivals.perSecond", "0..1000000", perSecond);
    if (model == Model.CONSTANT) {
      Ranges.check(perSecond > 0, "arrivals.perSecond", "more than 0", perSecond);
    } else {
      Ranges.check(
          toPerSecond > 0 && toPerSecond <= 1e6,
          "arrivals.toPerSecond",
          "more than 0, up to 1000000",
          toPerSecond);
      Ranges.check(
          seconds > 0 && seconds <= 86_400,
          "arrivals.seconds",
          "more than 0, up to 86400",
          seconds);
    }
  }

  /** One rate. */
  public static Arrivals constant(double perSecond) {
    return new Arrivals(Model.CONSTANT, perSecond, 0, 0);
  }
}
