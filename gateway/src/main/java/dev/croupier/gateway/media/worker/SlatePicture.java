package dev.croupier.gateway.media.worker;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.MultipleGradientPaint;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;

/**
 * The slate: the house's mark and the table's name on ink. The words about it are the overlay's.
 */
final class SlatePicture {
  private static final Color INK = new Color(0x07090D);
  private static final Color INK_LIT = new Color(0x141A24);
  private static final Color BRASS = new Color(0xD9B46C);
  private static final Color TEXT = new Color(0xB9C0CC);

  private SlatePicture() {}

  /** Draws it. */
  static BufferedImage draw(int width, int height, String tableName) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    double cx = width / 2.0;
    // The action of every camera is in the upper 64 %; below lie the overlays.
    double cy = height * 0.27;
    g.setPaint(
        new RadialGradientPaint(
            new Point2D.Double(cx, cy),
            width * 0.6f,
            new float[] {0, 1},
            new Color[] {INK_LIT, INK},
            MultipleGradientPaint.CycleMethod.NO_CYCLE));
    g.fillRect(0, 0, width, height);
    mark(g, cx, cy, height * 0.09);
    g.setColor(TEXT);
    double capitals = height * 0.045;
    g.setStroke(
        new BasicStroke((float) (capitals / 7), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(StrokeLetters.centred(tableName, cx, cy + height * 0.16, capitals));
    g.dispose();
    return image;
  }

  /** A chip seen from above: eight inlays around a ring. */
  private static void mark(Graphics2D g, double cx, double cy, double r) {
    g.setColor(BRASS);
    g.fill(circle(cx, cy, r));
    g.setColor(INK);
    for (int i = 0; i < 8; i++) {
      g.fill(new Arc2D.Double(cx - r, cy - r, 2 * r, 2 * r, i * 45 - 9, 18, Arc2D.PIE));
    }
    g.setColor(INK);
    g.fill(circle(cx, cy, r * 0.72));
    g.setColor(BRASS);
    g.setStroke(new BasicStroke((float) (r * 0.06)));
    g.draw(circle(cx, cy, r * 0.56));
    AffineTransform before = g.getTransform();
    for (int i = 0; i < 4; i++) {
      g.rotate(Math.PI / 4, cx, cy);
      g.fill(circle(cx, cy - r * 0.3, r * 0.07));
      g.rotate(Math.PI / 4, cx, cy);
      g.fill(circle(cx, cy - r * 0.3, r * 0.07));
    }
    g.setTransform(before);
    g.fill(circle(cx, cy, r * 0.14));
  }

  private static Ellipse2D circle(double cx, double cy, double r) {
    return new Ellipse2D.Double(cx - r, cy - r, 2 * r, 2 * r);
  }
}
