package dev.croupier.loadtest.studio;

import dev.croupier.loadtest.studio.Dealer.Arm;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Point2D;
import java.util.OptionalInt;

/**
 * A roulette table: camera A sees dealer, wheel and layout across the table, camera B the wheel
 * from above. Owned by one camera's thread.
 */
final class RoulettePicture implements Picture {
  private static final double ARCH_X = 842;
  private static final Color WHEEL_HAND = Ink.rgb(0x9C6F54);
  private static final Color WHEEL_HAND_SHADE = Ink.rgb(0x5B3D2E);
  private static final Color FELT_HAND = Ink.rgb(0x8A6350);
  private static final Color FELT_HAND_SHADE = Ink.rgb(0x4B342B);
  private static final double FINGERTIPS = 47;

  private final boolean across;
  private final Board board;
  private final Wheel wheel;
  private final Canvas canvas;
  private final Canvas.Sprite wheelArm;
  private final Canvas.Sprite feltArm;

  /**
   * A picture.
   *
   * @param table written on the board
   * @param across camera A, else camera B
   */
  RoulettePicture(int width, int height, String table, Theme theme, boolean across) {
    this.across = across;
    board = across ? new Board(436, 68) : new Board(40, 96);
    wheel = across ? new Wheel(380, 330, 268, .45) : new Wheel(640, 250, 236, .985);
    canvas = new Canvas(width, height, g -> still(g, table, theme), true);
    wheelArm = arm(RouletteArms.WHEEL_REST, WHEEL_HAND, WHEEL_HAND_SHADE);
    feltArm = arm(RouletteArms.FELT_REST, FELT_HAND, FELT_HAND_SHADE);
  }

  @Override
  public YuvPicture paint(Shot shot) {
    canvas.begin();
    board.moving(canvas, shot);
    long now = shot.tableTimeMicros();
    RouletteMotion.Ball ball = RouletteMotion.ball(shot.round(), now);
    wheel.moving(canvas, RouletteMotion.rotation(now), ball);
    if (across) {
      people(shot.round(), now, ball.onWheel());
    }
    return canvas.finish();
  }

  private void people(RoundState round, long now, boolean ballOnWheel) {
    Arm atWheel = RouletteArms.atWheel(round, now);
    if (atWheel.equals(RouletteArms.WHEEL_REST)) {
      canvas.draw(wheelArm);
    } else {
      draw(atWheel, WHEEL_HAND, WHEEL_HAND_SHADE);
    }
    if (!ballOnWheel) {
      heldBall(atWheel);
    }
    OptionalInt marked = RouletteArms.marked(round, now);
    if (marked.isPresent()) {
      Point2D.Double at = RouletteFelt.seen(marked.getAsInt());
      Graphics2D g = canvas.open(at.x - 18, at.y - 34, 40, 48);
      RouletteFelt.marker(g, at.x, at.y + 3);
      g.dispose();
    }
    Arm atFelt = RouletteArms.atFelt(round, now);
    if (atFelt.equals(RouletteArms.FELT_REST)) {
      canvas.draw(feltArm);
    } else {
      draw(atFelt, FELT_HAND, FELT_HAND_SHADE);
    }
  }

  private void heldBall(Arm arm) {
    double angle = Math.atan2(arm.handY() - arm.elbowY(), arm.handX() - arm.elbowX());
    double x = arm.handX() + FINGERTIPS * Math.cos(angle);
    double y = arm.handY() + FINGERTIPS * Math.sin(angle) + 2;
    Graphics2D g = canvas.open(x - 10, y - 10, 20, 20);
    Wheel.ballAt(g, x, y, 8);
    g.dispose();
  }

  private void draw(Arm arm, Color skin, Color shade) {
    double[] room = Dealer.room(arm);
    Graphics2D g = canvas.open(room[0], room[1], room[2], room[3]);
    Dealer.arm(g, arm, skin, shade);
    g.dispose();
  }

  private Canvas.Sprite arm(Arm arm, Color skin, Color shade) {
    double[] room = Dealer.room(arm);
    return canvas.sprite(room[0], room[1], room[2], room[3], g -> Dealer.arm(g, arm, skin, shade));
  }

  private void still(Graphics2D g, String table, Theme theme) {
    if (across) {
      Room.wall(g, theme, ARCH_X);
      board.still(g, table, "CAM A");
      Dealer.body(g, ARCH_X, 96, .93, theme);
      Room.table(g, theme, 316, 230);
      RouletteFelt.layout(g);
      Room.frontRail(g, theme, 628);
      wheel.still(g);
    } else {
      Room.overhead(g, theme, 330, 800);
      RouletteFelt.rosette(g, 640, 250);
      Room.frontRail(g, theme, 640);
      wheel.still(g);
      board.still(g, table, "CAM B");
    }
  }
}
