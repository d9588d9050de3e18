package dev.croupier.loadtest.studio;

import static dev.croupier.loadtest.studio.Ink.stop;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;

/** What is printed on a baccarat table, and what stands on it. Stateless. */
final class BaccaratFelt {
  /** The table as camera A sees it. */
  static final QuadMap ACROSS = new QuadMap(310, 276, 970, 276, 1190, 690, 90, 690);

  /** The table as camera B sees it: the picture itself. */
  static final QuadMap ABOVE = QuadMap.flat(0, 0, Canvas.WIDTH, Canvas.HEIGHT);

  private static final Color CREAM_LINE = Ink.rgba(0xF0DCAA, .3);
  private static final Color PLAYER_TEXT = Ink.rgba(0xBED6FF, .95);
  private static final Color BANKER_TEXT = Ink.rgba(0xFFBEBE, .95);
  private static final double SHOE_X = 1010;
  private static final double SHOE_Y = 298;

  private BaccaratFelt() {}

  /** The layout before the dealer. */
  static void layout(Graphics2D g) {
    frame(g, .07, .055, .47, .43, Ink.rgba(0x96BEFF, .75));
    frame(g, .53, .055, .93, .43, Ink.rgba(0xFF9696, .75));
    frame(g, .055, .04, .485, .445, CREAM_LINE);
    frame(g, .515, .04, .945, .445, CREAM_LINE);
    print(g, .27, .5, .00115, "PLAYER", PLAYER_TEXT);
    print(g, .73, .5, .00115, "BANKER", BANKER_TEXT);
    for (double v : new double[] {.6, .74, .88}) {
      Path2D arc = new Path2D.Double();
      for (int i = 0; i <= 40; i++) {
        double u = -.1 + 1.2 * i / 40;
        Point2D.Double p = ACROSS.at(u, v - .25 * (u - .5) * (u - .5));
        if (i == 0) {
          arc.moveTo(p.x, p.y);
        } else {
          arc.lineTo(p.x, p.y);
        }
      }
      Ink.stroke(g, Ink.rgba(0xF0DCAA, .34), Ink.line(2), arc);
    }
    print(g, .5, .67, .001, "TIE PAYS 8 TO 1", Ink.rgba(0xF0DCAA, .6));
  }

  /** The two boxes from above. */
  static void boxes(Graphics2D g) {
    Glyphs letters = Glyphs.proportional(21.8, .19, .5);
    box(g, 356, Ink.rgba(0x96BEFF, .8));
    box(g, 924, Ink.rgba(0xFF9696, .8));
    g.setPaint(Ink.rgba(0x96BEFF, .8));
    letters.drawCentred(g, "PLAYER", 356, 506);
    g.setPaint(Ink.rgba(0xFF9696, .8));
    letters.drawCentred(g, "BANKER", 924, 506);
  }

  private static void box(Graphics2D g, double x, Color colour) {
    Ink.stroke(g, colour, Ink.line(3), Ink.box(x - 262, 168, 524, 286, 14));
    Ink.stroke(g, CREAM_LINE, Ink.line(2), Ink.box(x - 274, 156, 548, 310, 18));
  }

  /** The shoe that cards come from. */
  static void shoe(Graphics2D g) {
    double x = SHOE_X;
    double y = SHOE_Y;
    Ink.fill(
        g,
        Ink.linear(x, y, x + 160, y + 70, stop(0, 0x3B414C), stop(.5, 0x181B21), stop(1, 0x0A0C0F)),
        Ink.polygon(x, y, x + 150, y - 26, x + 168, y + 44, x + 22, y + 78));
    Ink.fill(
        g,
        Ink.linear(x - 20, y, x + 20, y + 90, stop(0, 0x767E8C), stop(1, 0x23272E)),
        Ink.polygon(x, y, x + 22, y + 78, x + 2, y + 92, x - 22, y + 18));
    Ink.fill(
        g,
        Ink.rgb(0xEFE9DC),
        Ink.polygon(x + 4, y + 14, x + 18, y + 66, x + 2, y + 76, x - 12, y + 24));
    Ink.stroke(g, Ink.white(.35), Ink.line(1.5), Ink.between(x, y, x + 150, y - 26));
    Ink.stroke(
        g, Ink.rgba(0xD9B56D, .7), Ink.line(1.5), Ink.between(x + 30, y + 34, x + 152, y + 8));
  }

  /** The room that the shoe takes: x, y, width, height. */
  static double[] shoeRoom() {
    return new double[] {SHOE_X - 24, SHOE_Y - 30, 196, 126};
  }

  /** The tray that played cards go to. */
  static void discards(Graphics2D g) {
    AffineTransform before = g.getTransform();
    g.translate(0, -40);
    Ink.fill(
        g,
        Ink.linear(120, 340, 240, 420, stop(0, 0x2B3038), stop(1, 0x0D0F13)),
        Ink.polygon(138, 352, 246, 338, 232, 408, 112, 424));
    for (int i = 0; i < 6; i++) {
      Ink.fill(
          g,
          Ink.rgb((i & 1) != 0 ? 0xCFC8BA : 0xEFE9DC),
          Ink.polygon(150, 362 - i * 3, 226, 352 - i * 3, 216, 396 - i * 3, 134, 408 - i * 3));
    }
    g.setTransform(before);
  }

  private static void frame(
      Graphics2D g, double u0, double v0, double u1, double v1, Color colour) {
    Ink.stroke(g, colour, Ink.line(2.2), ACROSS.cell(u0, v0, u1, v1));
  }

  private static void print(
      Graphics2D g, double u, double v, double scale, String text, Color colour) {
    AffineTransform before = g.getTransform();
    g.transform(ACROSS.frame(u, v, scale, scale));
    g.setPaint(colour);
    Glyphs.proportional(14.5, .19, .34).drawCentred(g, text, 0, 0);
    g.setTransform(before);
  }
}
