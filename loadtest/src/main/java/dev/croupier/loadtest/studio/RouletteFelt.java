package dev.croupier.loadtest.studio;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.util.Optional;

/** What is printed on a roulette table, and what stands on it. Stateless. */
final class RouletteFelt {
  private static final QuadMap LAYOUT = new QuadMap(716, 330, 1116, 330, 1256, 548, 728, 548);
  private static final Paint LINE = Ink.rgba(0xF6F0DC, .72);
  private static final Color RED = Ink.rgba(0xBA1E28, .82);
  private static final Color BLACK = Ink.rgba(0x101216, .78);
  private static final double FIRST = .08;
  private static final double COLUMN = .076;
  private static final double ROW = .2;

  private RouletteFelt() {}

  /** The layout before the dealer, with a few chips. */
  static void layout(Graphics2D g) {
    Glyphs digits = Glyphs.proportional(10.9, .185, .14);
    for (int number = 1; number <= 36; number++) {
      double u = leftOf(number);
      double v = topOf(number);
      cell(g, u, v, u + COLUMN, v + ROW, Optional.of(WheelLayout.red(number) ? RED : BLACK));
      AffineTransform before = g.getTransform();
      g.transform(LAYOUT.frame(u + COLUMN / 2, v + ROW / 2, .0026, .0058));
      g.setPaint(Color.WHITE);
      digits.drawCentred(g, String.valueOf(number), 0, 0);
      g.setTransform(before);
    }
    cell(g, 0, 0, FIRST, 3 * ROW, Optional.of(Ink.rgba(0x0F9158, .55)));
    for (int i = 0; i < 3; i++) {
      cell(g, FIRST + i * .304, .6, .384 + i * .304, .78, Optional.empty());
    }
    for (int i = 0; i < 6; i++) {
      Optional<Color> fill =
          i == 2 ? Optional.of(RED) : i == 3 ? Optional.of(BLACK) : Optional.empty();
      cell(g, FIRST + i * .152, .78, .232 + i * .152, .98, fill);
    }
    chips(g, .27, .3, 3, 0xB4202C);
    chips(g, .5, .2, 5, 0x1B5FAE);
    chips(g, .62, .69, 4, 0x23272F);
    chips(g, .42, .5, 2, 0x6B3FA0);
  }

  /** The wheel's numbers around a wheel seen from above. */
  static void rosette(Graphics2D g, double cx, double cy) {
    for (double r : new double[] {300, 309, 420, 560}) {
      Ink.stroke(g, Ink.rgba(0xF0DCAA, .28), Ink.line(2), Ink.ellipse(cx, cy, r, r));
    }
    Glyphs digits = Glyphs.proportional(19, .155, .16);
    for (int place = 0; place < WheelLayout.POCKETS; place++) {
      double angle = -Math.PI / 2 + place * WheelLayout.STEP;
      double cos = Math.cos(angle + .085);
      double sin = Math.sin(angle + .085);
      Ink.stroke(
          g,
          Ink.rgba(0xF0DCAA, .16),
          Ink.line(2),
          Ink.between(cx + 309 * cos, cy + 309 * sin, cx + 420 * cos, cy + 420 * sin));
      AffineTransform before = g.getTransform();
      g.translate(cx + 364 * Math.cos(angle), cy + 364 * Math.sin(angle));
      g.rotate(angle + Math.PI / 2);
      g.setPaint(Ink.rgba(0xF0E2BE, .34));
      digits.drawCentred(g, String.valueOf(WheelLayout.numberAt(place)), 0, 0);
      g.setTransform(before);
    }
  }

  /** Where a number's cell is seen. */
  static Point2D.Double seen(int number) {
    return number == 0
        ? LAYOUT.at(FIRST / 2, 1.5 * ROW)
        : LAYOUT.at(leftOf(number) + COLUMN / 2, topOf(number) + ROW / 2);
  }

  /** The marker that the dealer puts on the number that came, its foot at a point. */
  static void marker(Graphics2D g, double x, double y) {
    Ink.fill(g, Ink.black(.45), Ink.ellipse(x + 3, y + 3, 15, 7));
    Paint brass =
        Ink.linear(
            x - 12,
            0,
            x + 12,
            0,
            Ink.stop(0, 0x7A5A24),
            Ink.stop(.35, 0xFBEBBE),
            Ink.stop(.6, 0xCFA75C),
            Ink.stop(1, 0x5A4218));
    Ink.fill(g, brass, Ink.ellipse(x, y, 13, 6));
    Ink.fill(
        g,
        brass,
        Ink.polygon(
            x - 11, y - 2, x - 4, y - 12, x - 4, y - 24, x + 4, y - 24, x + 4, y - 12, x + 11,
            y - 2));
    Ink.fill(g, brass, Ink.ellipse(x, y - 26, 8, 5));
    Ink.fill(g, Ink.rgb(0xFFF3CF), Ink.ellipse(x - 2, y - 28, 3, 1.6));
  }

  private static double leftOf(int number) {
    int column = (number - 1) / 3;
    return FIRST + column * COLUMN;
  }

  private static double topOf(int number) {
    return (2 - (number - 1) % 3) * ROW;
  }

  private static void cell(
      Graphics2D g, double u0, double v0, double u1, double v1, Optional<Color> fill) {
    Shape cell = LAYOUT.cell(u0, v0, u1, v1);
    fill.ifPresent(colour -> Ink.fill(g, colour, cell));
    Ink.stroke(g, LINE, Ink.line(1.6), cell);
  }

  private static void chips(Graphics2D g, double u, double v, int count, int colour) {
    Point2D.Double p = LAYOUT.at(u, v);
    double s = .9;
    for (int i = 0; i < count; i++) {
      double y = p.y - i * 5 * s;
      Ink.fill(g, Ink.rgb(0x06080A), Ink.ellipse(p.x, y + 4 * s, 17 * s, 8 * s));
      Shape top = Ink.ellipse(p.x, y, 17 * s, 8 * s);
      Ink.fill(g, Ink.rgb(colour), top);
      Shape clip = g.getClip();
      g.clip(top);
      for (int k = 0; k < 8; k++) {
        double angle = k * Ink.TURN / 8 + i;
        Ink.fill(
            g,
            Ink.white(.82),
            Ink.ellipse(
                p.x + 16 * s * Math.cos(angle), y + 7.6 * s * Math.sin(angle), 3.6 * s, 1.9 * s));
      }
      g.setClip(clip);
      Ink.fill(g, Ink.black(.24), Ink.ellipse(p.x, y, 10.5 * s, 4.8 * s));
    }
  }
}
