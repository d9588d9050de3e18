package dev.croupier.loadtest.studio;

import dev.croupier.loadtest.studio.RoundState.Outcome.Pocket;

/**
 * Where wheel and ball are: pure functions of round and table time, so that two cameras show the
 * same and a result lies in the pocket in which it was seen to fall.
 */
final class RouletteMotion {
  /** A turn of the wheel: it never stops. */
  static final long TURN_MICROS = 11_424_000;

  /** Where the dealer sends the ball off, in radians clockwise from the picture's right. */
  static final double SEND_OFF = -.12;

  /** The wheel's speed in radians a second. */
  private static final double WHEEL_SPEED = Ink.TURN / (TURN_MICROS / 1e6);

  /** The ball's speeds against the wheel's direction, in radians a second. */
  private static final double SPEED_AT_START = 7;

  private static final double SPEED_AT_FALL = 2.6;

  private static final double FALL_SECONDS = RoundTimeline.FALL_TAKES / 1e6;

  /** From the hand on the trail grows to its length within this time. */
  private static final double TRAIL_GROWS_SECONDS = .7;

  /**
   * The ball.
   *
   * @param onWheel false while the dealer holds it
   * @param angle clockwise from the picture's right, in radians
   * @param radius as a part of the wheel's
   * @param trail how much of a trail it draws, 0 to 1
   */
  record Ball(boolean onWheel, double angle, double radius, double trail) {
    private static final Ball HELD = new Ball(false, SEND_OFF, Wheel.TRACK, 0);
  }

  private RouletteMotion() {}

  /** How far the wheel has turned, 0 to a full turn. */
  static double rotation(long tableTimeMicros) {
    return Ink.TURN * Math.floorMod(tableTimeMicros, TURN_MICROS) / TURN_MICROS;
  }

  /** The ball at a time. */
  static Ball ball(RoundState round, long tableTimeMicros) {
    if (!round.present() || !(round.outcome() instanceof Pocket result)) {
      return Ball.HELD;
    }
    RoundTimeline timeline = RoundTimeline.of(round);
    if (tableTimeMicros < timeline.ballLeavesAtMicros()
        || tableTimeMicros >= timeline.clearsAtMicros() + RoundTimeline.CLEARING_TAKES / 2) {
      return Ball.HELD;
    }
    long restsAt = timeline.restsAtMicros();
    if (tableTimeMicros >= restsAt) {
      double angle = WheelLayout.angleOf(result.pocket(), rotation(tableTimeMicros));
      return new Ball(true, angle, Wheel.POCKET, 0);
    }
    double atRest = WheelLayout.angleOf(result.pocket(), rotation(restsAt));
    long fallsAt = timeline.ballFallsAtMicros();
    if (tableTimeMicros >= fallsAt) {
      return falling(atRest, (restsAt - tableTimeMicros) / 1e6);
    }
    return running(atRest, timeline, tableTimeMicros);
  }

  /** Evenly slowed from its running speed to the wheel's, so that it ends at rest in its pocket. */
  private static Ball falling(double atRest, double left) {
    double slowing = (WHEEL_SPEED + SPEED_AT_FALL) / FALL_SECONDS;
    double angle = atRest - WHEEL_SPEED * left + slowing * left * left / 2;
    double part = 1 - left / FALL_SECONDS;
    return new Ball(true, angle, fallRadius(part), Math.max(0, 1 - part * 2.2));
  }

  /** Down from the track, twice off the pockets' edges, into the pocket. */
  private static double fallRadius(double part) {
    double[] at = {0, .42, .6, .74, .84, .92, 1};
    double[] radius = {Wheel.TRACK, .665, .715, .615, .645, Wheel.POCKET, Wheel.POCKET};
    for (int i = 1; i < at.length; i++) {
      if (part <= at[i]) {
        double k = (part - at[i - 1]) / (at[i] - at[i - 1]);
        // Falling it gets faster, rising slower.
        double eased = radius[i] < radius[i - 1] ? k * k : k * (2 - k);
        return radius[i - 1] + (radius[i] - radius[i - 1]) * eased;
      }
    }
    return Wheel.POCKET;
  }

  /** On the track, from the dealer's hand to where the fall must begin. */
  private static Ball running(double atRest, RoundTimeline timeline, long tableTimeMicros) {
    double left = (timeline.ballFallsAtMicros() - tableTimeMicros) / 1e6;
    double whole = (timeline.ballFallsAtMicros() - timeline.ballLeavesAtMicros()) / 1e6;
    double fallFrom = falling(atRest, FALL_SECONDS).angle();
    // The run is made a little quicker or slower, so that it begins at the hand.
    double wanted = (SPEED_AT_START + SPEED_AT_FALL) / 2 * whole;
    double run = wanted + Math.IEEEremainder(SEND_OFF - fallFrom - wanted, Ink.TURN);
    double slowing = 2 * (run - SPEED_AT_FALL * whole) / (whole * whole);
    double angle = fallFrom + SPEED_AT_FALL * left + slowing * left * left / 2;
    double since = whole - left;
    return new Ball(true, angle, Wheel.TRACK, Math.min(1, since / TRAIL_GROWS_SECONDS));
  }
}
