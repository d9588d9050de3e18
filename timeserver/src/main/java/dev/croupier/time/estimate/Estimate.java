package dev.croupier.time.estimate;

/**
 * What a client knows of table time at one moment.
 *
 * @param offsetMicros table time = local clock + this
 * @param boundMicros the truth is within so much of {@code offsetMicros}, always
 * @param driftPpm how much faster table time runs than the local clock, parts per million; as
 *     estimated
 * @param method which of the two estimators gave it
 * @param samples how many exchanges it stands on
 */
public record Estimate(
    long offsetMicros, long boundMicros, double driftPpm, Method method, int samples) {
  /** The two estimators. */
  public enum Method {
    /** Half the difference of the least delays seen in each direction. */
    ENVELOPE,
    /** The median of all offsets: better where delays spread evenly around a middle. */
    MEDIAN
  }
}
