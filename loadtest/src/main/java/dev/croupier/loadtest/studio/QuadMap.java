package dev.croupier.loadtest.studio;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;

/**
 * A table's top as a camera sees it: the unit square (u to the right, v towards the viewer) on a
 * quadrilateral of the picture. Immutable.
 */
final class QuadMap {
  private static final double EPSILON = 1e-3;

  private final double a;
  private final double b;
  private final double c;
  private final double d;
  private final double e;
  private final double f;
  private final double g;
  private final double h;

  /** Far left, far right, near right, near left. */
  QuadMap(double x0, double y0, double x1, double y1, double x2, double y2, double x3, double y3) {
    double dx1 = x1 - x2;
    double dx2 = x3 - x2;
    double sx = x0 - x1 + x2 - x3;
    double dy1 = y1 - y2;
    double dy2 = y3 - y2;
    double sy = y0 - y1 + y2 - y3;
    double den = dx1 * dy2 - dx2 * dy1;
    g = (sx * dy2 - dx2 * sy) / den;
    h = (dx1 * sy - sx * dy1) / den;
    a = x1 - x0 + g * x1;
    b = x3 - x0 + h * x3;
    c = x0;
    d = y1 - y0 + g * y1;
    e = y3 - y0 + h * y3;
    f = y0;
  }

  /** A flat view: the unit square is a rectangle. */
  static QuadMap flat(double x, double y, double w, double h) {
    return new QuadMap(x, y, x + w, y, x + w, y + h, x, y + h);
  }

  /** Where a point of the table is seen. */
  Point2D.Double at(double u, double v) {
    double w = g * u + h * v + 1;
    return new Point2D.Double((a * u + b * v + c) / w, (d * u + e * v + f) / w);
  }

  /**
   * The table's own frame about a point: one unit is {@code ku} of the table's width and {@code kv}
   * of its depth.
   */
  AffineTransform frame(double u, double v, double ku, double kv) {
    Point2D.Double p = at(u, v);
    Point2D.Double pu = at(u + EPSILON, v);
    Point2D.Double pv = at(u, v + EPSILON);
    return new AffineTransform(
        (pu.x - p.x) / EPSILON * ku,
        (pu.y - p.y) / EPSILON * ku,
        (pv.x - p.x) / EPSILON * kv,
        (pv.y - p.y) / EPSILON * kv,
        p.x,
        p.y);
  }

  /** A rectangle of the table. */
  Path2D cell(double u0, double v0, double u1, double v1) {
    Point2D.Double p0 = at(u0, v0);
    Point2D.Double p1 = at(u1, v0);
    Point2D.Double p2 = at(u1, v1);
    Point2D.Double p3 = at(u0, v1);
    return Ink.polygon(p0.x, p0.y, p1.x, p1.y, p2.x, p2.y, p3.x, p3.y);
  }
}
