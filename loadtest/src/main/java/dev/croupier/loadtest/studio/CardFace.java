package dev.croupier.loadtest.studio;

import static dev.croupier.loadtest.studio.Ink.stop;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.util.Map;

/**
 * Playing cards from own paths, 100 × 140 about the origin. Owned by one picture's thread (the
 * writing keeps its outlines).
 */
final class CardFace {
  private static final Color RED = Ink.rgb(0xC4222C);
  private static final Color BLACK = Ink.rgb(0x15171C);
  private static final Color COURT_RED = Ink.rgb(0xA3212B);
  private static final Color COURT_BLACK = Ink.rgb(0x22252C);
  private static final Color BACK = Ink.rgb(0x7C1D2A);
  private static final Color GOLD = Ink.rgba(0xF0D6A0, .6);
  private static final Paint PAPER =
      Ink.linear(-50, -70, 50, 70, stop(0, 0xFFFDF8), stop(.7, 0xF1EDE4), stop(1, 0xDDD8CC));

  /** Places of the pips: left, middle, right as -1 to 1 and top to bottom as -1 to 1. */
  private static final Map<Character, double[][]> PIPS =
      Map.of(
          'A', new double[][] {{0, 0}},
          '2', new double[][] {{0, -1}, {0, 1}},
          '3', new double[][] {{0, -1}, {0, 0}, {0, 1}},
          '4', new double[][] {{-1, -1}, {1, -1}, {-1, 1}, {1, 1}},
          '5', new double[][] {{-1, -1}, {1, -1}, {0, 0}, {-1, 1}, {1, 1}},
          '6', new double[][] {{-1, -1}, {1, -1}, {-1, 0}, {1, 0}, {-1, 1}, {1, 1}},
          '7', new double[][] {{-1, -1}, {1, -1}, {0, -.5}, {-1, 0}, {1, 0}, {-1, 1}, {1, 1}},
          '8',
              new double[][] {
                {-1, -1}, {1, -1}, {0, -.5}, {-1, 0}, {1, 0}, {0, .5}, {-1, 1}, {1, 1}
              },
          '9',
              new double[][] {
                {-1, -1},
                {1, -1},
                {-1, -.33},
                {1, -.33},
                {0, 0},
                {-1, .33},
                {1, .33},
                {-1, 1},
                {1, 1}
              },
          'T',
              new double[][] {
                {-1, -1},
                {1, -1},
                {0, -.67},
                {-1, -.33},
                {1, -.33},
                {-1, .33},
                {1, .33},
                {0, .67},
                {-1, 1},
                {1, 1}
              });

  /** Court letters with feet, as centre lines in a box of 100 × 100. */
  private static final Map<Character, Shape> COURT =
      Map.of(
          'J', court("M66 0L66 72C66 92 52 100 32 100C16 100 4 92 2 78M40 0L92 0"),
          'Q',
              court(
                  "M50 0C82 0 98 20 98 50C98 80 82 100 50 100C18 100 2 80 2 50C2 20 18 0 50 0Z"
                      + "M52 70C64 70 74 96 98 92"),
          'K',
              court(
                  "M18 0L18 100M0 0L38 0M0 100L38 100M86 2L20 62M44 42L84 98M64 0L100 0"
                      + "M66 100L104 100"));

  private static final Shape SPADE = spade();
  private static final Shape HEART = heart();
  private static final Shape DIAMOND = diamond();
  private static final Shape CLUB = club();

  private final Glyphs corner = Glyphs.proportional(18.2, .185, .1);
  private final Glyphs narrowCorner = Glyphs.proportional(17, .17, .06);

  /**
   * A card's face, with its shadow.
   *
   * @param turn how far the card lies turned, for the shadow always falls towards the viewer
   */
  void front(Graphics2D g, PlayingCard card, double turn) {
    paper(g, turn);
    AffineTransform before = g.getTransform();
    Color ink = card.red() ? RED : BLACK;
    for (int half = 0; half < 2; half++) {
      g.setPaint(ink);
      if (card.rank() == 'T') {
        narrowCorner.draw(g, "10", -36, -45, Glyphs.Align.CENTRE);
      } else {
        corner.draw(g, String.valueOf(card.rank()), -37, -45, Glyphs.Align.CENTRE);
      }
      suit(g, card.suit(), -37, -31, 7);
      g.rotate(Math.PI);
    }
    g.setTransform(before);
    double[][] pips = PIPS.get(card.rank());
    if (pips == null) {
      court(g, card);
      return;
    }
    g.setPaint(ink);
    boolean many = pips.length > 6;
    double size = card.rank() == 'A' ? 24 : many ? 9 : 10;
    for (double[] pip : pips) {
      g.translate(pip[0] * (many ? 18 : 15), pip[1] * 43);
      if (pip[1] > 0) {
        g.rotate(Math.PI);
      }
      suit(g, card.suit(), 0, 0, size);
      g.setTransform(before);
    }
  }

  /** A card's back, with its shadow. */
  void back(Graphics2D g, double turn) {
    paper(g, turn);
    Ink.fill(g, BACK, Ink.box(-44, -64, 88, 128, 5));
    Shape clip = g.getClip();
    g.clip(Ink.box(-44, -64, 88, 128, 5));
    g.setPaint(GOLD);
    g.setStroke(Ink.line(1.4));
    for (int i = -10; i < 9; i++) {
      g.draw(Ink.between(-44 + i * 11, -64, 84 + i * 11, 64));
    }
    g.setClip(clip);
    Ink.stroke(g, GOLD, Ink.line(1.4), Ink.box(-44, -64, 88, 128, 5));
    Ink.fill(g, BACK, Ink.ellipse(0, 0, 20, 20));
    Ink.stroke(g, GOLD, Ink.line(1.4), Ink.ellipse(0, 0, 20, 20));
  }

  /** What a card in quick movement leaves behind in the eye. */
  static void ghost(Graphics2D g, double opacity) {
    Ink.fill(g, Ink.rgba(0xF1EDE4, opacity), Ink.box(-50, -70, 100, 140, 8));
    Ink.fill(g, Ink.rgba(0x7C1D2A, opacity), Ink.box(-44, -64, 88, 128, 5));
  }

  private static void paper(Graphics2D g, double turn) {
    double x = 3 * Math.cos(turn) + 7 * Math.sin(turn);
    double y = 7 * Math.cos(turn) - 3 * Math.sin(turn);
    Ink.fill(g, Ink.black(.35), Ink.box(x - 50, y - 71, 100, 142, 9));
    Ink.fill(g, PAPER, Ink.box(-50, -70, 100, 140, 8));
  }

  private static void court(Graphics2D g, PlayingCard card) {
    Shape frame = Ink.box(-24, -50, 48, 100, 4);
    Ink.fill(g, Ink.rgb(0xF7EFD9), frame);
    Ink.stroke(g, Ink.rgb(0xB9995A), Ink.line(1.5), frame);
    AffineTransform before = g.getTransform();
    g.translate(-16, 18);
    Ink.fill(g, card.red() ? COURT_RED : COURT_BLACK, COURT.get(card.rank()));
    g.setTransform(before);
    g.setPaint(card.red() ? COURT_RED : COURT_BLACK);
    suit(g, card.suit(), -13, -38, 7);
    suit(g, card.suit(), 13, 38, 7);
  }

  private static void suit(Graphics2D g, char suit, double x, double y, double size) {
    AffineTransform before = g.getTransform();
    g.translate(x, y);
    g.scale(size, size);
    g.fill(
        switch (suit) {
          case 'S' -> SPADE;
          case 'H' -> HEART;
          case 'D' -> DIAMOND;
          default -> CLUB;
        });
    g.setTransform(before);
  }

  private static Shape court(String lines) {
    return Glyphs.outline(lines, 32, 34, 5.4);
  }

  private static Shape diamond() {
    Path2D path = new Path2D.Double();
    path.moveTo(0, -1);
    path.quadTo(.3, -.4, .72, 0);
    path.quadTo(.3, .4, 0, 1);
    path.quadTo(-.3, .4, -.72, 0);
    path.quadTo(-.3, -.4, 0, -1);
    return path;
  }

  private static Shape heart() {
    return Ink.curves(
        0, .95, -1.3, -.05, -.9, -1, -.42, -.95, -.15, -.92, 0, -.7, 0, -.5, 0, -.7, .15, -.92, .42,
        -.95, .9, -1, 1.3, -.05, 0, .95);
  }

  private static Shape spade() {
    Path2D path = Ink.curves(0, -1, 1.3, .05, .9, .72, .45, .66, .2, .62, .08, .5, .06, .4);
    path.quadTo(.1, .8, .34, .98);
    path.lineTo(-.34, .98);
    path.quadTo(-.1, .8, -.06, .4);
    path.curveTo(-.08, .5, -.2, .62, -.45, .66);
    path.curveTo(-.9, .72, -1.3, .05, 0, -1);
    return path;
  }

  private static Shape club() {
    Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
    path.append(Ink.ellipse(0, -.5, .42, .42), false);
    path.append(Ink.ellipse(-.46, .18, .42, .42), false);
    path.append(Ink.ellipse(.46, .18, .42, .42), false);
    path.append(Ink.ellipse(0, 0, .16, .3), false);
    Path2D foot = new Path2D.Double();
    foot.moveTo(.05, .1);
    foot.quadTo(.1, .7, .32, .98);
    foot.lineTo(-.32, .98);
    foot.quadTo(-.1, .7, -.05, .1);
    foot.closePath();
    path.append(foot, false);
    return path;
  }
}
