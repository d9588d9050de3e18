package dev.croupier.loadtest.studio;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.Paint;
import java.awt.RadialGradientPaint;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.util.Arrays;

/** Colours, gradients and plain shapes, in the drawing's own units. Stateless. */
final class Ink {
  /** A full turn in radians. */
  static final double TURN = 2 * Math.PI;

  /** A place on a gradient, 0 to 1, and its colour. */
  record Stop(double at, Color colour) {}

  private Ink() {}

  /** An opaque colour from 0xRRGGBB. */
  static Color rgb(int rgb) {
    return new Color(rgb);
  }

  /** A colour from 0xRRGGBB with an opacity of 0 to 1. */
  static Color rgba(int rgb, double opacity) {
    return new Color(
        rgb >> 16 & 0xFF, rgb >> 8 & 0xFF, rgb & 0xFF, (int) Math.round(opacity * 255));
  }

  /** White with an opacity. */
  static Color white(double opacity) {
    return rgba(0xFFFFFF, opacity);
  }

  /** Black with an opacity. */
  static Color black(double opacity) {
    return rgba(0, opacity);
  }

  static Stop stop(double at, Color colour) {
    return new Stop(at, colour);
  }

  static Stop stop(double at, int rgb) {
    return new Stop(at, rgb(rgb));
  }

  /** A gradient along a line. */
  static Paint linear(double x0, double y0, double x1, double y1, Stop... stops) {
    return new LinearGradientPaint(
        (float) x0, (float) y0, (float) x1, (float) y1, places(stops, 0, 1), colours(stops));
  }

  /** A gradient from one circle to a larger one about the same middle. */
  static Paint radial(double x, double y, double r0, double r1, Stop... stops) {
    return new RadialGradientPaint(
        (float) x, (float) y, (float) r1, places(stops, r0 / r1, 1), colours(stops));
  }

  /** A round pen. */
  static BasicStroke pen(double width) {
    return new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  /** A pen with square corners and ends cut off. */
  static BasicStroke line(double width) {
    return new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);
  }

  /** A pen of dashes. */
  static BasicStroke dashes(double width, double on, double off) {
    return new BasicStroke(
        (float) width,
        BasicStroke.CAP_BUTT,
        BasicStroke.JOIN_MITER,
        10,
        new float[] {(float) on, (float) off},
        0);
  }

  static Ellipse2D ellipse(double x, double y, double rx, double ry) {
    return new Ellipse2D.Double(x - rx, y - ry, 2 * rx, 2 * ry);
  }

  static RoundRectangle2D box(double x, double y, double w, double h, double radius) {
    return new RoundRectangle2D.Double(x, y, w, h, 2 * radius, 2 * radius);
  }

  static Line2D between(double x0, double y0, double x1, double y1) {
    return new Line2D.Double(x0, y0, x1, y1);
  }

  /** A closed polygon of x, y pairs. */
  static Path2D polygon(double... xy) {
    Path2D path = polyline(xy);
    path.closePath();
    return path;
  }

  /** An open line of x, y pairs. */
  static Path2D polyline(double... xy) {
    Path2D path = new Path2D.Double();
    path.moveTo(xy[0], xy[1]);
    for (int i = 2; i < xy.length; i += 2) {
      path.lineTo(xy[i], xy[i + 1]);
    }
    return path;
  }

  /** A start and cubic curves of six numbers each. */
  static Path2D curves(double x, double y, double... xy) {
    Path2D path = new Path2D.Double();
    path.moveTo(x, y);
    for (int i = 0; i < xy.length; i += 6) {
      path.curveTo(xy[i], xy[i + 1], xy[i + 2], xy[i + 3], xy[i + 4], xy[i + 5]);
    }
    return path;
  }

  static void fill(Graphics2D g, Paint paint, Shape shape) {
    g.setPaint(paint);
    g.fill(shape);
  }

  static void stroke(Graphics2D g, Paint paint, BasicStroke pen, Shape shape) {
    g.setPaint(paint);
    g.setStroke(pen);
    g.draw(shape);
  }

  private static float[] places(Stop[] stops, double from, double to) {
    float[] places = new float[stops.length];
    for (int i = 0; i < stops.length; i++) {
      places[i] = (float) (from + stops[i].at() * (to - from));
    }
    return places;
  }

  private static Color[] colours(Stop[] stops) {
    return Arrays.stream(stops).map(Stop::colour).toArray(Color[]::new);
  }
}
