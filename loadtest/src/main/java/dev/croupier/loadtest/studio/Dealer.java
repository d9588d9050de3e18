package dev.croupier.loadtest.studio;

import static dev.croupier.loadtest.studio.Ink.stop;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;

/** The dealer: a rim-lit figure, still but for the arms, which are drawn over the table. */
final class Dealer {
  private static final Color SLEEVE = Ink.rgb(0x171216);
  private static final Color SLEEVE_LIGHT = Ink.rgba(0xF0D6AA, .20);
  private static final Color CUFF = Ink.rgb(0xD8CFC1);
  private static final double SLEEVE_WIDTH = 38;
  private static final BasicStroke SLEEVE_PEN = Ink.pen(SLEEVE_WIDTH);
  private static final BasicStroke SLEEVE_LIGHT_PEN = Ink.pen(2);

  private Dealer() {}

  /** Head and body without arms; (x, y) is the middle of the head. */
  static void body(Graphics2D g, double x, double y, double scale, Theme theme) {
    AffineTransform before = g.getTransform();
    g.translate(x, y);
    g.scale(scale, scale);
    coat(g);
    shirt(g, theme.tie());
    head(g);
    rimLight(g, theme);
    g.setTransform(before);
  }

  /**
   * An arm: sleeve, cuff and hand.
   *
   * @param arm where it goes
   */
  static void arm(Graphics2D g, Arm arm, Color skinLight, Color skinDark) {
    Path2D sleeve = new Path2D.Double();
    sleeve.moveTo(arm.shoulderX(), arm.shoulderY());
    sleeve.quadTo(arm.elbowX(), arm.elbowY(), arm.handX(), arm.handY());
    Ink.stroke(g, SLEEVE, SLEEVE_PEN, sleeve);
    Ink.stroke(g, SLEEVE_LIGHT, SLEEVE_LIGHT_PEN, sleeve);
    AffineTransform before = g.getTransform();
    g.translate(arm.handX(), arm.handY());
    g.rotate(Math.atan2(arm.handY() - arm.elbowY(), arm.handX() - arm.elbowX()));
    Ink.fill(g, CUFF, Ink.box(-4, -SLEEVE_WIDTH * .46, 13, SLEEVE_WIDTH * .92, 4));
    Paint skin = Ink.linear(0, -12, 0, 14, stop(0, skinLight), stop(1, skinDark));
    Ink.fill(g, skin, Ink.ellipse(24, 0, 18, SLEEVE_WIDTH * .36));
    g.setPaint(skinLight);
    for (int finger = -6; finger <= 4; finger += 5) {
      g.fill(Ink.box(32, finger - 2, 17, 5, 2.5));
    }
    g.setTransform(before);
  }

  /** What an arm may cover: x, y, width, height. */
  static double[] room(Arm arm) {
    // The curve stays within its three points, the hand reaches 50 beyond the wrist.
    double left = Math.min(arm.shoulderX(), Math.min(arm.elbowX(), arm.handX() - 30)) - 24;
    double top = Math.min(arm.shoulderY(), Math.min(arm.elbowY(), arm.handY() - 30)) - 24;
    double right = Math.max(arm.shoulderX(), Math.max(arm.elbowX(), arm.handX() + 30)) + 24;
    double bottom = Math.max(arm.shoulderY(), Math.max(arm.elbowY(), arm.handY() + 30)) + 24;
    return new double[] {left, top, right - left, bottom - top};
  }

  private static void coat(Graphics2D g) {
    Path2D coat = Ink.curves(-17, 40, -20, 62, -34, 68, -66, 78, -104, 90, -116, 116, -124, 168);
    coat.lineTo(-138, 262);
    coat.lineTo(138, 262);
    coat.lineTo(124, 168);
    coat.curveTo(116, 116, 104, 90, 66, 78);
    coat.curveTo(34, 68, 20, 62, 17, 40);
    coat.closePath();
    Ink.fill(
        g,
        Ink.linear(
            -130,
            0,
            130,
            0,
            stop(0, 0x3A2A22),
            stop(.12, 0x17120F),
            stop(.5, 0x100D0F),
            stop(.88, 0x15131A),
            stop(1, 0x2A2C3C)),
        coat);
  }

  private static void shirt(Graphics2D g, Color tie) {
    Ink.fill(
        g,
        Ink.linear(0, 60, 0, 262, stop(0, 0xC9BFB0), stop(.5, 0x938A7E), stop(1, 0x5D564F)),
        Ink.polygon(-25, 66, 25, 66, 13, 262, -13, 262));
    for (int side = -1; side <= 1; side += 2) {
      Ink.fill(
          g,
          Ink.rgb(0x0D0B0E),
          Ink.polygon(
              side * 25, 65, side * 46, 74, side * 30, 132, side * 3, 190, side * 13, 262,
              side * 70, 262, side * 70, 120));
      Ink.stroke(
          g,
          Ink.rgba(0xD9B56D, .55),
          Ink.line(1.3),
          Ink.polyline(side * 46, 75, side * 30, 132, side * 3, 190));
    }
    for (int button = 205; button <= 251; button += 23) {
      Ink.fill(g, Ink.rgb(0xD9B56D), Ink.ellipse(0, button, 2.6, 2.6));
    }
    Ink.fill(g, tie, Ink.polygon(0, 73, -23, 62, -23, 86));
    Ink.fill(g, tie, Ink.polygon(0, 73, 23, 62, 23, 86));
    Ink.fill(g, tie, Ink.ellipse(0, 74, 5, 6));
  }

  private static void head(Graphics2D g) {
    Ink.fill(
        g,
        Ink.linear(-18, 0, 18, 0, stop(0, 0x7A5540), stop(.4, 0x4B3328), stop(1, 0x33241F)),
        Ink.polygon(-17, 34, 17, 34, 18, 60, 0, 68, -18, 60));
    Ink.fill(
        g,
        Ink.linear(
            -34,
            0,
            34,
            0,
            stop(0, 0x94684D),
            stop(.22, 0x573B2D),
            stop(.6, 0x36251E),
            stop(1, 0x4B3D42)),
        Ink.ellipse(0, 4, 33, 42));
    Path2D hair =
        Ink.curves(
            -37, 16, -46, -28, -26, -52, 2, -52, 32, -52, 46, -26, 37, 16, 35, -6, 28, -20, 8, -24,
            -10, -26, -30, -16, -32, -2);
    hair.closePath();
    Ink.fill(g, Ink.rgb(0x0E0A0A), hair);
    Ink.fill(g, Ink.rgb(0x0E0A0A), Ink.ellipse(6, -56, 19, 14));
  }

  private static void rimLight(Graphics2D g, Theme theme) {
    BasicStroke pen = new BasicStroke(2.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_MITER);
    Path2D key = Ink.curves(-38, 14, -46, -28, -26, -52, 0, -52.5);
    key.append(
        Ink.curves(-20, 60, -30, 68, -40, 70, -66, 78, -104, 90, -116, 116, -124, 168), false);
    key.lineTo(-136, 250);
    Ink.stroke(g, theme.keyRim(), pen, key);
    Path2D other = Ink.curves(38, 14, 45, -20, 34, -42, 18, -49);
    other.append(Ink.curves(22, 61, 34, 68, 40, 70, 66, 78, 104, 90, 116, 116, 124, 168), false);
    other.lineTo(136, 250);
    Ink.stroke(g, theme.fillRim(), pen, other);
  }

  /** An arm's three points: shoulder, the curve's control point, wrist. */
  record Arm(
      double shoulderX,
      double shoulderY,
      double elbowX,
      double elbowY,
      double handX,
      double handY) {
    /** The arm part of the way to another one, 0 to 1. */
    Arm towards(Arm other, double part) {
      return new Arm(
          shoulderX + (other.shoulderX - shoulderX) * part,
          shoulderY + (other.shoulderY - shoulderY) * part,
          elbowX + (other.elbowX - elbowX) * part,
          elbowY + (other.elbowY - elbowY) * part,
          handX + (other.handX - handX) * part,
          handY + (other.handY - handY) * part);
    }
  }
}
