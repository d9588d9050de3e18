package dev.croupier.loadtest.studio;

import dev.croupier.loadtest.studio.RoundTimeline.Dealt;
import dev.croupier.loadtest.studio.RoundTimeline.Hand;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.List;

/** Where a coup's cards are, as one camera sees the table. Pure functions of round and time. */
final class BaccaratMotion {
  /** A place on the table, and how a card lies there. */
  record Seat(double u, double v, double turn) {
    Seat towards(Seat other, double part) {
      return new Seat(
          u + (other.u - u) * part, v + (other.v - v) * part, turn + (other.turn - turn) * part);
    }
  }

  /**
   * A card on the table.
   *
   * @param dealt which
   * @param seat where
   * @param still lies in its place
   * @param faceUp shows its face
   * @param width how much of its width is seen while it turns over, 0 to 1
   * @param speed 1 as it leaves the shoe, 0 as it arrives
   */
  record Seen(Dealt dealt, Seat seat, boolean still, boolean faceUp, double width, double speed) {}

  private static final long TURNS_FOR = 200_000;
  private static final long SWEPT_IN = 800_000;
  private static final double SIDEWAYS = Math.PI / 2;

  private final QuadMap map;
  private final double ku;
  private final double kv;
  private final Seat shoe;
  private final Seat tray;
  private final Seat[] player;
  private final Seat[] banker;

  private BaccaratMotion(
      QuadMap map, double ku, double kv, Seat shoe, Seat tray, Seat[] player, Seat[] banker) {
    this.map = map;
    this.ku = ku;
    this.kv = kv;
    this.shoe = shoe;
    this.tray = tray;
    this.player = player;
    this.banker = banker;
  }

  /** As camera A sees it. */
  static BaccaratMotion across() {
    return new BaccaratMotion(
        BaccaratFelt.ACROSS,
        .00108,
        .0021,
        new Seat(.985, .19, -.34),
        new Seat(-.12, .2, .2),
        new Seat[] {new Seat(.136, .24, 0), new Seat(.252, .24, 0), new Seat(.39, .245, SIDEWAYS)},
        new Seat[] {new Seat(.596, .24, 0), new Seat(.712, .24, 0), new Seat(.85, .245, SIDEWAYS)});
  }

  /** As camera B sees it. */
  static BaccaratMotion above() {
    return new BaccaratMotion(
        BaccaratFelt.ABOVE,
        1.45 / Canvas.WIDTH,
        1.45 / Canvas.HEIGHT,
        new Seat(1.12, .3, .9),
        new Seat(-.14, .42, -.3),
        new Seat[] {
          new Seat(174 / Canvas.WIDTH, 311 / Canvas.HEIGHT, -.014),
          new Seat(326 / Canvas.WIDTH, 311 / Canvas.HEIGHT, .01),
          new Seat(507 / Canvas.WIDTH, 313 / Canvas.HEIGHT, SIDEWAYS - .012)
        },
        new Seat[] {
          new Seat(742 / Canvas.WIDTH, 311 / Canvas.HEIGHT, .01),
          new Seat(894 / Canvas.WIDTH, 311 / Canvas.HEIGHT, -.014),
          new Seat(1075 / Canvas.WIDTH, 313 / Canvas.HEIGHT, SIDEWAYS + .015)
        });
  }

  /** A coup's cards in dealing order, those that have left the shoe. */
  List<Seen> cards(RoundTimeline timeline, long now) {
    List<Seen> seen = new ArrayList<>(6);
    double swept = part(now - timeline.clearsAtMicros(), SWEPT_IN);
    if (swept >= 1) {
      return seen;
    }
    for (Dealt dealt : timeline.dealt()) {
      if (now < dealt.leavesAtMicros()) {
        continue;
      }
      if (swept > 0) {
        Seat way = home(dealt).towards(tray, swept * swept * (3 - 2 * swept));
        seen.add(new Seen(dealt, way, false, true, 1, 0));
      } else {
        seen.add(seen(dealt, now));
      }
    }
    return seen;
  }

  private Seen seen(Dealt dealt, long now) {
    Seat way = onTheWay(dealt, now);
    double left = 1 - part(now - dealt.leavesAtMicros(), RoundTimeline.CARD_TAKES);
    double turned = (now - dealt.showsAtMicros() + TURNS_FOR / 2.0) / TURNS_FOR;
    double width = turned <= 0 || turned >= 1 ? 1 : Math.abs(Math.cos(Math.PI * turned));
    return new Seen(
        dealt, way, left <= 0, now >= dealt.showsAtMicros(), Math.max(.04, width), left * left);
  }

  /** Where a card is on its way, fast at first; the shoe's mouth before, its place after. */
  Seat onTheWay(Dealt dealt, long now) {
    double left = 1 - part(now - dealt.leavesAtMicros(), RoundTimeline.CARD_TAKES);
    return shoe.towards(home(dealt), 1 - left * left * left);
  }

  /** Where a card belongs. */
  Seat home(Dealt dealt) {
    return (dealt.hand() == Hand.PLAYER ? player : banker)[dealt.place()];
  }

  /** From a card's own frame, 100 × 140 about its middle, to the picture. */
  AffineTransform frame(Seat seat, double width) {
    AffineTransform frame = map.frame(seat.u(), seat.v(), ku, kv);
    frame.rotate(seat.turn());
    frame.scale(width, 1);
    return frame;
  }

  private static double part(long since, long whole) {
    return Math.clamp((double) since / whole, 0.0, 1.0);
  }
}
