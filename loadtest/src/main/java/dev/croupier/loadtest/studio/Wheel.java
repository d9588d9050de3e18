package dev.croupier.loadtest.studio;

import static dev.croupier.loadtest.studio.Ink.stop;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.RadialGradientPaint;
import java.awt.Shape;
import java.awt.geom.AffineTransform;

/**
 * A roulette wheel as a camera sees it: bowl and track in the background, the turning ring, the
 * turret and the ball in each frame. Owned by one picture's thread.
 */
final class Wheel {
  /** Radius of the track the ball runs on, as a part of the wheel's. */
  static final double TRACK = .865;

  /** Radius at which a ball rests in its pocket. */
  static final double POCKET = .59;

  private static final Color SPOKE = Ink.rgb(0xCFA75C);
  private static final Color KNOB = Ink.rgb(0xA47C38);
  private static final Color KNOB_MIDDLE = Ink.rgb(0xDDB86F);
  private static final Color KNOB_LIGHT = Ink.rgb(0xFFF0C4);
  private static final int TRAIL = 40;
  private static final double TRAIL_REACH = .66;

  private final double cx;
  private final double cy;
  private final double radius;
  private final double squash;
  private final double lift;
  private final Color[] trail = new Color[TRAIL];
  private WheelRing ring;
  private Canvas.Sprite turret;

  /**
   * A wheel.
   *
   * @param cx its middle, in units of the drawing
   * @param squash its height over its width, 1 seen from straight above
   */
  Wheel(double cx, double cy, double radius, double squash) {
    this.cx = cx;
    this.cy = cy;
    this.radius = radius;
    this.squash = squash;
    lift = radius * (1 - squash) * .34;
    for (int i = 0; i < TRAIL; i++) {
      trail[i] = Ink.white(.075 * (1 - (i + .5) / TRAIL));
    }
  }

  /** Where a point of the wheel is seen. */
  double seenX(double angle, double part) {
    return cx + radius * part * Math.cos(angle);
  }

  /** Where a point of the wheel is seen. */
  double seenY(double angle, double part) {
    return cy + radius * part * squash * Math.sin(angle);
  }

  /** What does not turn: shadow, bowl, rim, track, the cone's wood. */
  void still(Graphics2D g) {
    double depth = radius * (1 - squash) * .16;
    AffineTransform before = g.getTransform();
    g.translate(cx, cy + depth * 1.6);
    g.scale(1, squash * 1.05);
    Ink.fill(
        g,
        Ink.radial(
            0, 0, radius * .8, radius * 1.22, stop(0, Ink.black(.75)), stop(1, Ink.black(0))),
        disc(1.22));
    g.setTransform(before);
    Paint side =
        Ink.linear(
            -radius,
            0,
            radius,
            0,
            stop(0, 0x24120A),
            stop(.3, 0x6A3D1F),
            stop(.5, 0x8A5730),
            stop(.7, 0x57300F),
            stop(1, 0x1F0F07));
    int layers = Math.max(8, (int) Math.ceil(depth * 1.5));
    for (int i = layers; i >= 1; i--) {
      g.translate(cx, cy + depth * i / layers);
      g.scale(1, squash);
      Ink.fill(g, side, disc(1));
      g.setTransform(before);
    }
    g.translate(cx, cy);
    g.scale(1, squash);
    bowl(g);
    g.setTransform(before);
  }

  private void bowl(Graphics2D g) {
    double r = radius;
    Ink.fill(
        g,
        new RadialGradientPaint(
            (float) (-r * .3),
            (float) (-r * .5),
            (float) (r * 1.6),
            new float[] {0, .4f, .75f, 1},
            new Color[] {
              Ink.rgb(0xC98A52), Ink.rgb(0x86512A), Ink.rgb(0x4D2A14), Ink.rgb(0x2A150A)
            }),
        disc(1));
    Ink.stroke(g, Ink.rgba(0xFFE0AA, .35), Ink.line(2), disc(.985));
    Ink.fill(g, Ink.rgb(0x1C0D06), disc(.93));
    Ink.fill(
        g,
        Ink.linear(
            -r,
            -r,
            r,
            r,
            stop(0, 0x2B160B),
            stop(.3, 0x5D371D),
            stop(.52, 0xB98A58),
            stop(.6, 0x6D4324),
            stop(1, 0x2A150A)),
        Ink.ellipse(0, r * .012, r * .92, r * .92));
    Ink.fill(g, Ink.rgb(0xC7A05A), disc(.8));
    for (int k = 0; k < 8; k++) {
      AffineTransform before = g.getTransform();
      g.rotate(k * Ink.TURN / 8 + .2);
      g.translate(0, -r * .865);
      g.rotate((k & 1) != 0 ? Math.PI / 2 : 0);
      Ink.fill(g, Ink.rgb(0xF2DCA8), Ink.polygon(0, -11, 4, 0, 0, 11, -4, 0));
      Ink.fill(g, Ink.rgb(0xB89556), Ink.polygon(0, -11, 4, 0, 0, 0, -4, 0));
      g.setTransform(before);
    }
    Ink.fill(
        g,
        Ink.linear(
            -r * .5,
            -r * .5,
            r * .5,
            r * .5,
            stop(0, 0x2A160B),
            stop(.35, 0x7B4A26),
            stop(.5, 0xA9713F),
            stop(.65, 0x6A3C1C),
            stop(1, 0x26130A)),
        disc(.516));
    for (double ring : new double[] {WheelRing.OUTER, WheelRing.INNER}) {
      Ink.stroke(g, Ink.rgb(0xE7CB8E), Ink.line(r * WheelRing.RING), disc(ring));
    }
    Ink.fill(g, WheelRing.glaze(r), disc(.8));
  }

  /** What turns, and the ball. */
  void moving(Canvas canvas, double rotation, RouletteMotion.Ball ball) {
    if (ring == null) {
      ring = new WheelRing(canvas.width(), canvas.height(), cx, cy, radius, squash);
      turret = turret(canvas);
    }
    ring.paint(canvas, rotation);
    canvas.draw(turret);
    handles(canvas, rotation);
    if (ball.onWheel()) {
      ball(canvas, ball);
    }
  }

  /** The turret's cone, which looks the same however far the wheel has turned. */
  private Canvas.Sprite turret(Canvas canvas) {
    double reach = radius * .23;
    double top = cy - lift - reach * squash;
    return canvas.sprite(cx - reach, top, 2 * reach, cy + reach * squash - top, this::cone);
  }

  private void cone(Graphics2D g) {
    AffineTransform before = g.getTransform();
    int layers = Math.max(20, (int) (lift * 1.5));
    for (int i = 0; i <= layers; i++) {
      double k = (double) i / layers;
      double r = radius * (.17 * Math.pow(1 - k, 1.7) + .042);
      g.translate(cx, cy - lift * k);
      g.scale(1, squash);
      Ink.fill(g, gold(r), Ink.ellipse(0, 0, r, r));
      g.setTransform(before);
    }
  }

  private void handles(Canvas canvas, double rotation) {
    double reach = radius * .19;
    double crown = cy - lift * 1.04;
    double up = Math.max(radius * .04, reach * squash) + 2;
    double down = Math.max(radius * .04, lift * .12 + reach * squash) + 2;
    Graphics2D g = canvas.open(cx - reach, crown - up, 2 * reach, up + down);
    double baseY = cy - lift * .95;
    for (int k = 0; k < 4; k++) {
      double angle = rotation + k * Ink.TURN / 4 + .4;
      double x = cx + radius * .15 * Math.cos(angle);
      double y = cy - lift * .92 + radius * .15 * squash * Math.sin(angle);
      Ink.stroke(g, SPOKE, Ink.pen(radius * .022), Ink.between(cx, baseY, x, y));
      Ink.fill(g, KNOB, Ink.ellipse(x, y, radius * .026, radius * .026));
      Ink.fill(g, KNOB_MIDDLE, Ink.ellipse(x - .6, y - .8, radius * .019, radius * .019));
      Ink.fill(g, KNOB_LIGHT, Ink.ellipse(x - 1.5, y - 1.8, radius * .009, radius * .009));
    }
    Ink.fill(g, KNOB, Ink.ellipse(cx, crown, radius * .04, radius * .036));
    Ink.fill(g, KNOB_MIDDLE, Ink.ellipse(cx - 1, crown - 1.2, radius * .031, radius * .028));
    Ink.fill(g, KNOB_LIGHT, Ink.ellipse(cx - 2.6, crown - 2.8, radius * .014, radius * .012));
    g.dispose();
  }

  private void ball(Canvas canvas, RouletteMotion.Ball ball) {
    double r = radius * .032;
    double x = seenX(ball.angle(), ball.radius());
    double y = seenY(ball.angle(), ball.radius()) - 4;
    if (ball.trail() > 0) {
      trail(canvas, ball, r);
    }
    Graphics2D g = canvas.open(x - r - 4, y - r - 4, 2 * r + 8, 2 * r + 14);
    Ink.fill(g, Ink.black(.5), Ink.ellipse(x + 2, y + 8, radius * .036, radius * .02));
    ballAt(g, x, y, r);
    g.dispose();
  }

  private void trail(Canvas canvas, RouletteMotion.Ball ball, double r) {
    double[] x = new double[TRAIL];
    double[] y = new double[TRAIL];
    double left = Canvas.WIDTH;
    double top = Canvas.HEIGHT;
    double right = 0;
    double bottom = 0;
    for (int i = 0; i < TRAIL; i++) {
      double behind = ball.angle() + (i + 1) * TRAIL_REACH * ball.trail() / TRAIL;
      x[i] = seenX(behind, ball.radius());
      y[i] = seenY(behind, ball.radius()) - 4;
      left = Math.min(left, x[i] - r);
      top = Math.min(top, y[i] - r);
      right = Math.max(right, x[i] + r);
      bottom = Math.max(bottom, y[i] + r);
    }
    Graphics2D g = canvas.open(left - 1, top - 1, right - left + 2, bottom - top + 2);
    for (int i = TRAIL - 1; i >= 0; i--) {
      double size = r * (1 - .3 * i / TRAIL);
      Ink.fill(g, trail[i], Ink.ellipse(x[i], y[i], size, size));
    }
    g.dispose();
  }

  /** A ball anywhere in the picture. */
  static void ballAt(Graphics2D g, double x, double y, double r) {
    Ink.fill(
        g,
        Ink.radial(
            x - r * .3,
            y - r * .36,
            0,
            r * 1.4,
            stop(0, 0xFFFFFF),
            stop(.55, 0xEEF0F4),
            stop(1, 0xA9B0BA)),
        Ink.ellipse(x, y, r, r));
  }

  private static Paint gold(double r) {
    return Ink.linear(
        -r,
        0,
        r,
        0,
        stop(0, 0x6F5122),
        stop(.3, 0xF6E0A6),
        stop(.5, 0xC59B4F),
        stop(.75, 0x8D6A30),
        stop(1, 0x4C3715));
  }

  private Shape disc(double part) {
    return Ink.ellipse(0, 0, radius * part, radius * part);
  }
}
