package dev.croupier.loadtest.studio;

import dev.croupier.loadtest.studio.Dealer.Arm;
import dev.croupier.loadtest.studio.RoundState.Outcome.Pocket;
import java.awt.geom.Point2D;
import java.util.OptionalInt;

/**
 * What a roulette dealer's arms do: send the ball off, wave the bets closed, put the marker on the
 * number. Pure functions of round and table time.
 */
final class RouletteArms {
  /** The arm beside the wheel, at rest. */
  static final Arm WHEEL_REST = new Arm(748, 204, 700, 268, 664, 288);

  /** The arm beside the layout, at rest. */
  static final Arm FELT_REST = new Arm(938, 206, 986, 258, 964, 294);

  private static final Arm DRAWN_BACK = new Arm(748, 204, 716, 272, 682, 300);
  private static final Arm SENT = new Arm(748, 204, 690, 254, 648, 266);
  private static final Arm OVER_WHEEL = new Arm(748, 204, 680, 250, 612, 284);
  private static final Arm WAVE_OUT = new Arm(938, 206, 1020, 250, 1070, 318);
  private static final Arm WAVE_IN = new Arm(938, 206, 930, 286, 846, 330);

  private static final long SECOND = 1_000_000;
  private static final long MARKER_TAKES = 700_000;

  private RouletteArms() {}

  /** The arm beside the wheel. */
  static Arm atWheel(RoundState round, long now) {
    if (!(round.outcome() instanceof Pocket)) {
      return WHEEL_REST;
    }
    RoundTimeline timeline = RoundTimeline.of(round);
    double sent = seconds(now - timeline.ballLeavesAtMicros());
    if (sent > -.6 && sent < .9) {
      Arm back = WHEEL_REST.towards(DRAWN_BACK, ease(sent, -.6, -.15));
      Arm out = back.towards(SENT, ease(sent, -.15, .1));
      return out.towards(WHEEL_REST, ease(sent, .25, .9));
    }
    double taken = seconds(now - timeline.clearsAtMicros());
    if (taken > 0 && taken < 1) {
      return WHEEL_REST.towards(OVER_WHEEL, ease(taken, 0, .45) - ease(taken, .55, 1));
    }
    return WHEEL_REST;
  }

  /** The arm beside the layout. */
  static Arm atFelt(RoundState round, long now) {
    if (!(round.outcome() instanceof Pocket result)) {
      return FELT_REST;
    }
    double closed = seconds(now - round.closesAtMicros());
    if (closed > 0 && closed < 1.8) {
      Arm out = FELT_REST.towards(WAVE_OUT, ease(closed, 0, .45));
      Arm in = out.towards(WAVE_IN, ease(closed, .45, 1.15));
      return in.towards(FELT_REST, ease(closed, 1.3, 1.8));
    }
    RoundTimeline timeline = RoundTimeline.of(round);
    Arm reach = reach(result.pocket());
    double rested = seconds(now - timeline.restsAtMicros());
    if (rested > 0 && rested < 1.4) {
      return FELT_REST.towards(reach, ease(rested, 0, .6) - ease(rested, .8, 1.4));
    }
    double cleared = seconds(now - timeline.clearsAtMicros());
    if (cleared > 0 && cleared < 1) {
      return FELT_REST.towards(reach, ease(cleared, 0, .45) - ease(cleared, .55, 1));
    }
    return FELT_REST;
  }

  /** The number that the marker stands on. */
  static OptionalInt marked(RoundState round, long now) {
    if (!(round.outcome() instanceof Pocket result)) {
      return OptionalInt.empty();
    }
    RoundTimeline timeline = RoundTimeline.of(round);
    return now >= timeline.restsAtMicros() + MARKER_TAKES
            && now < timeline.clearsAtMicros() + SECOND / 2
        ? OptionalInt.of(result.pocket())
        : OptionalInt.empty();
  }

  /** The hand just above a number's cell. */
  private static Arm reach(int number) {
    Point2D.Double cell = RouletteFelt.seen(number);
    double handX = cell.x + (FELT_REST.shoulderX() - cell.x) * .12;
    double handY = cell.y - 44;
    double away = Math.abs(handX - FELT_REST.shoulderX());
    double elbowX = (handX + FELT_REST.shoulderX()) / 2 + (handX < 938 ? -1 : 1) * (30 - away * .1);
    return new Arm(938, 206, elbowX, Math.min(handY - 14, 270), handX, handY);
  }

  private static double seconds(long micros) {
    return Math.clamp(micros, -60 * SECOND, 60 * SECOND) / 1e6;
  }

  /** 0 before, 1 after, smooth between. */
  static double ease(double at, double from, double to) {
    double k = Math.clamp((at - from) / (to - from), 0.0, 1.0);
    return k * k * (3 - 2 * k);
  }
}
