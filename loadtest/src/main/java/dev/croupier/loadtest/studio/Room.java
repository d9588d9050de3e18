package dev.croupier.loadtest.studio;

import static dev.croupier.loadtest.studio.Ink.stop;

import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.Shape;
import java.awt.geom.Arc2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** The studio's still parts: curtained wall with a lit arch, table, rail, felt. Stateless. */
final class Room {
  private static final Color BRASS_LINE = Ink.rgba(0xE8C480, 0.38);
  private static final double WALL_FOOT = 420;
  private static final double ARCH_Y = 196;

  private Room() {}

  /**
   * The wall.
   *
   * @param archX middle of the lit arch, behind the dealer
   */
  static void wall(Graphics2D g, Theme theme, double archX) {
    Rectangle2D wall = new Rectangle2D.Double(0, 0, Canvas.WIDTH, WALL_FOOT);
    Ink.fill(
        g,
        Ink.linear(0, 0, 0, 420, stop(0, 0x120F14), stop(.6, 0x1D171B), stop(1, 0x0C0A0C)),
        wall);
    for (int x = -20; x < 1300; x += 64) {
      Ink.fill(
          g,
          Ink.linear(
              x,
              0,
              x + 64,
              0,
              stop(0, Ink.black(.4)),
              stop(.22, Ink.rgba(0xFFE1BE, .05)),
              stop(.6, Ink.rgba(0xFFE1BE, .018)),
              stop(1, Ink.black(.4))),
          new Rectangle2D.Double(x, 0, 64, WALL_FOOT));
    }
    arch(g, theme, archX);
    sconce(g, theme.sconce(), 120);
    sconce(g, theme.sconce(), 1168);
  }

  private static void arch(Graphics2D g, Theme theme, double x) {
    double[][] rings = {{196, .16}, {168, .42}, {142, 1}};
    for (double[] ring : rings) {
      double r = ring[0];
      Path2D arch = new Path2D.Double();
      arch.moveTo(x - r, WALL_FOOT);
      arch.lineTo(x - r, ARCH_Y);
      arch.append(new Arc2D.Double(x - r, ARCH_Y - r, 2 * r, 2 * r, 180, -180, Arc2D.OPEN), true);
      arch.lineTo(x + r, WALL_FOOT);
      arch.closePath();
      g.setComposite(AlphaComposite.SrcOver.derive((float) ring[1]));
      Ink.fill(
          g,
          Ink.radial(
              x,
              200,
              10,
              250,
              stop(0, theme.glow()[0]),
              stop(.5, theme.glow()[1]),
              stop(1, theme.glow()[2])),
          arch);
      g.setComposite(AlphaComposite.SrcOver);
      Ink.stroke(g, BRASS_LINE, Ink.line(1.5), arch);
    }
    for (int i = 1; i < 12; i++) {
      double angle = Math.PI + i * Math.PI / 12;
      double cos = Math.cos(angle);
      double sin = Math.sin(angle);
      Ink.stroke(
          g,
          Ink.rgba(0xE8C480, .22),
          Ink.line(1),
          Ink.between(x + 142 * cos, ARCH_Y + 142 * sin, x + 168 * cos, ARCH_Y + 168 * sin));
    }
  }

  private static void sconce(Graphics2D g, Color light, double x) {
    Color faint = new Color(light.getRed(), light.getGreen(), light.getBlue(), 36);
    Color none = new Color(light.getRed(), light.getGreen(), light.getBlue(), 0);
    Ink.fill(
        g,
        Ink.radial(x, 150, 4, 230, stop(0, light), stop(.35, faint), stop(1, none)),
        new Rectangle2D.Double(x - 240, 0, 480, WALL_FOOT));
    Ink.fill(
        g,
        Ink.linear(0, 120, 0, 182, stop(0, 0xFFF1D6), stop(.5, 0xFFD99A), stop(1, 0xB9803A)),
        Ink.box(x - 5, 120, 10, 62, 5));
    Ink.fill(g, Ink.rgb(0x6D5328), Ink.box(x - 11, 182, 22, 5, 2));
    Ink.fill(g, Ink.rgb(0x6D5328), Ink.box(x - 11, 115, 22, 5, 2));
  }

  /**
   * The table with its wooden edge.
   *
   * @param edgeY height of the far edge at the picture's sides
   * @param midY height of the edge's control point in the middle
   */
  static void table(Graphics2D g, Theme theme, double edgeY, double midY) {
    Ink.fill(g, Ink.black(.5), tableTop(edgeY, midY, -6));
    Ink.fill(
        g,
        Ink.linear(
            0, midY - 10, 0, midY + 60, stop(0, 0x6E4526), stop(.35, 0x4A2B16), stop(1, 0x26150A)),
        tableTop(edgeY, midY, 0));
    Path2D light = new Path2D.Double();
    light.moveTo(-80, edgeY + 3);
    light.quadTo(640, midY + 3, 1360, edgeY + 3);
    Ink.stroke(g, Ink.rgba(0xFFDBA4, .5), Ink.line(2), light);
    Ink.fill(g, Ink.black(.55), tableTop(edgeY, midY, 26));
    Shape felt = tableTop(edgeY, midY, 31);
    Ink.fill(g, felt(theme.felt(), 660, 400, 60, 780), felt);
    Shape clip = g.getClip();
    g.clip(felt);
    nap(g, 2600, 250, 470, .022);
    g.setClip(clip);
  }

  /** The table seen from above: nothing but felt. */
  static void overhead(Graphics2D g, Theme theme, double middleY, double reach) {
    Ink.fill(
        g,
        felt(theme.overhead(), 640, middleY, 100, reach),
        new Rectangle2D.Double(0, 0, Canvas.WIDTH, Canvas.HEIGHT));
    nap(g, 3200, 0, Canvas.HEIGHT, .02);
  }

  /** The padded rail before the viewer, with its seam. */
  static void frontRail(Graphics2D g, Theme theme, double y) {
    Path2D rail = railLine(y, 34);
    rail.lineTo(1320, 740);
    rail.lineTo(-40, 740);
    rail.closePath();
    Ink.fill(
        g,
        Ink.linear(
            0,
            y - 4,
            0,
            706,
            stop(0, 0x0A0605),
            stop(.08, theme.rail()[0]),
            stop(.3, theme.rail()[1]),
            stop(.6, theme.rail()[2]),
            stop(1, 0x090606)),
        rail);
    Ink.stroke(g, Ink.rgba(0xE8C480, .6), Ink.line(2.4), railLine(y + 2, 34));
    Ink.stroke(g, Ink.rgba(0xF0D6AA, .28), Ink.dashes(1.4, 7, 5), railLine(y + 16, 34));
  }

  private static Path2D railLine(double y, double sag) {
    Path2D line = new Path2D.Double();
    line.moveTo(-40, y + sag);
    line.quadTo(640, y - sag, 1320, y + sag);
    return line;
  }

  private static Path2D tableTop(double edgeY, double midY, double lower) {
    Path2D top = new Path2D.Double();
    top.moveTo(-80, edgeY + lower);
    top.quadTo(640, midY + lower, 1360, edgeY + lower);
    top.lineTo(1360, 740);
    top.lineTo(-80, 740);
    top.closePath();
    return top;
  }

  private static Paint felt(int[] colours, double x, double y, double r0, double r1) {
    return Ink.radial(x, y, r0, r1, stop(0, colours[0]), stop(.5, colours[1]), stop(1, colours[2]));
  }

  /** The felt's nap: specks in fixed places, which also keep an encoder from banding. */
  private static void nap(Graphics2D g, int specks, double top, double height, double light) {
    Specks random = new Specks();
    for (int i = 0; i < specks; i++) {
      g.setPaint((i & 1) != 0 ? Ink.white(light) : Ink.black(.05));
      double x = random.next() * Canvas.WIDTH;
      double y = top + random.next() * height;
      g.fill(new Rectangle2D.Double(x, y, 2.4, 1.3));
    }
  }

  /** A fixed sequence of numbers from 0 to 1 (minimal standard generator). */
  private static final class Specks {
    private long state = 20_261;

    double next() {
      state = state * 16_807 % 2_147_483_647L;
      return state / 2_147_483_647.0;
    }
  }
}
