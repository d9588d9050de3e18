package dev.croupier.loadtest.studio;

import dev.croupier.loadtest.studio.BaccaratMotion.Seat;
import dev.croupier.loadtest.studio.Dealer.Arm;
import dev.croupier.loadtest.studio.RoundState.Outcome.Coup;
import dev.croupier.loadtest.studio.RoundTimeline.Dealt;
import java.awt.geom.Point2D;

/**
 * What a baccarat dealer's arms do: the right one takes each card from the shoe and brings it to
 * the banker or to the middle, where the left one takes it on to the player. Pure functions of
 * round and table time.
 */
final class BaccaratArms {
  /** Left and right as the viewer sees them. */
  enum Side {
    /** The arm before the player's box. */
    LEFT,
    /** The arm before the banker's box and the shoe. */
    RIGHT
  }

  private static final Arm LEFT_REST = new Arm(548, 198, 474, 238, 538, 262);
  private static final Arm RIGHT_REST = new Arm(732, 198, 806, 238, 742, 262);

  private static final long SECOND = 1_000_000;
  private static final long REACHES_FOR = 400_000;
  private static final double MIDDLE = 640;

  private final BaccaratMotion motion;

  BaccaratArms(BaccaratMotion motion) {
    this.motion = motion;
  }

  /** An arm at rest. */
  static Arm rest(Side side) {
    return side == Side.LEFT ? LEFT_REST : RIGHT_REST;
  }

  /** An arm at a time. */
  Arm arm(Side side, RoundState round, long now) {
    if (!(round.outcome() instanceof Coup)) {
      return rest(side);
    }
    RoundTimeline timeline = RoundTimeline.of(round);
    double cleared = (double) (now - timeline.clearsAtMicros()) / SECOND;
    if (cleared > 0) {
      return sweep(side, cleared);
    }
    double sum = 0;
    double most = 0;
    double x = 0;
    double y = 0;
    for (Dealt dealt : timeline.dealt()) {
      double weight = weight(side, dealt, now);
      if (weight > 0) {
        Point2D.Double hand = hand(side, dealt, now);
        sum += weight;
        most = Math.max(most, weight);
        x += weight * hand.x;
        y += weight * hand.y;
      }
    }
    return sum > 0 ? rest(side).towards(reach(side, x / sum, y / sum), most) : rest(side);
  }

  /** How much an arm is busy with a card, 0 to 1. */
  private double weight(Side side, Dealt dealt, long now) {
    long from = dealt.leavesAtMicros();
    long to = dealt.liesAtMicros();
    boolean crosses = seen(motion.home(dealt)).x < MIDDLE;
    if (side == Side.LEFT && !crosses) {
      return 0;
    }
    // Where a card goes from hand to hand: about a quarter of its time, for it is fast at first.
    long handOver = from + RoundTimeline.CARD_TAKES / 4;
    long begins = side == Side.LEFT ? handOver : from;
    long ends = side == Side.RIGHT && crosses ? handOver : to;
    double in = RouletteArms.ease(REACHES_FOR - (double) (begins - now), 0, REACHES_FOR);
    double out = RouletteArms.ease((double) (now - ends), 0, REACHES_FOR);
    return in * (1 - out);
  }

  /** Where an arm's wrist is for a card; it waits at the middle for what it cannot reach. */
  private Point2D.Double hand(Side side, Dealt dealt, long now) {
    Point2D.Double card = seen(motion.onTheWay(dealt, now));
    double x =
        side == Side.LEFT ? Math.min(card.x + 34, MIDDLE - 24) : Math.max(card.x - 46, MIDDLE + 6);
    return new Point2D.Double(x, card.y - 44);
  }

  private Arm sweep(Side side, double seconds) {
    if (seconds >= 1) {
      return rest(side);
    }
    double busy = RouletteArms.ease(seconds, 0, .2) * (1 - RouletteArms.ease(seconds, .7, 1));
    double way = RouletteArms.ease(seconds, .1, .75);
    double x = side == Side.LEFT ? 560 - 240 * way : 900 - 200 * way;
    return rest(side).towards(reach(side, x, 300), busy);
  }

  private static Arm reach(Side side, double x, double y) {
    double shoulderX = rest(side).shoulderX();
    double shoulderY = rest(side).shoulderY();
    double distance = Math.hypot(x - shoulderX, y - shoulderY);
    double bend = Math.max(12, 89 - .3 * distance);
    double raise = Math.max(-20, 8 - .165 * (distance - 65));
    return new Arm(
        shoulderX,
        shoulderY,
        (x + shoulderX) / 2 + (side == Side.LEFT ? -bend : bend),
        (y + shoulderY) / 2 + raise,
        x,
        y);
  }

  private static Point2D.Double seen(Seat seat) {
    return BaccaratFelt.ACROSS.at(seat.u(), seat.v());
  }
}
