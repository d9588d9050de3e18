package dev.croupier.gateway.control.port;

/** When a cut takes place. Immutable. */
public sealed interface When {
  /** At the new signal's next keyframe. */
  record Next() implements When {}

  /**
   * At its first keyframe captured at or after a moment.
   *
   * @param micros table time
   */
  record At(long micros) implements When {}

  /**
   * The same, so long from now.
   *
   * @param millis not negative
   */
  record In(long millis) implements When {}
}
