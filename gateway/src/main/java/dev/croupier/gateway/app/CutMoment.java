package dev.croupier.gateway.app;

import dev.croupier.gateway.control.port.Cut;
import dev.croupier.gateway.control.port.When;

/**
 * The moment of a cut in table time. Immutable.
 *
 * @param refused why there can be no cut then, or null
 */
record CutMoment(long micros, Cut.Refused refused) {
  /** No other cut can be asked for while one waits, so none waits for longer: 1 h. */
  static final long MAX_AHEAD_MICROS = 3_600_000_000L;

  /**
   * Works it out.
   *
   * @param nowMicros table time
   * @param answerMicros from a keyframe request to the camera's keyframe (p95), 0 where that is not
   *     known
   */
  static CutMoment of(When when, long nowMicros, long answerMicros) {
    return switch (when) {
      case When.Next() -> new CutMoment(nowMicros, null);
      case When.At(long micros) -> at(micros, nowMicros, answerMicros);
      case When.In(long millis) -> {
        long ahead = Math.min(millis, MAX_AHEAD_MICROS);
        yield at(nowMicros + ahead * 1_000, nowMicros, answerMicros);
      }
    };
  }

  private static CutMoment at(long micros, long nowMicros, long answerMicros) {
    if (micros < nowMicros) {
      return refused("in_the_past", "table time is " + nowMicros + " already");
    }
    if (micros - nowMicros > MAX_AHEAD_MICROS) {
      return refused("too_far", "a cut can be asked for an hour ahead at most");
    }
    if (micros - nowMicros < answerMicros) {
      return refused(
          "too_soon",
          "asked for a keyframe this camera takes " + answerMicros / 1_000 + " ms to answer");
    }
    return new CutMoment(micros, null);
  }

  private static CutMoment refused(String code, String detail) {
    return new CutMoment(0, new Cut.Refused(code, detail));
  }
}
