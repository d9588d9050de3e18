package dev.croupier.loadtest.studio;

import dev.croupier.loadtest.studio.Glyphs.Align;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;

/**
 * A test card: colour bars, camera name, frame and table time in large digits, and a hand that goes
 * round once a second. For tests of the way a picture takes, where no table is wanted.
 */
public final class TestCard implements Picture {
  private static final Color[] BARS = {
    new Color(0xB4B4B4),
    new Color(0xB4B410),
    new Color(0x10B4B4),
    new Color(0x10B410),
    new Color(0xB410B4),
    new Color(0xB41010),
    new Color(0x1010B4)
  };
  private static final double CENTRE_X = 1040;
  private static final double CENTRE_Y = 420;
  private static final double RADIUS = 130;

  private final Canvas canvas;
  private final Glyphs timeDigits = Glyphs.monospaced(72, 0.17, 0.84);
  private final Glyphs frameDigits = Glyphs.monospaced(40, 0.15, 0.84);

  /**
   * A card.
   *
   * @param camera what is written on it
   */
  public TestCard(int width, int height, String camera) {
    canvas = new Canvas(width, height, g -> background(g, camera), false);
  }

  @Override
  public YuvPicture paint(Shot shot) {
    canvas.begin();
    Graphics2D g = canvas.open(60, 330, 780, 220);
    g.setColor(Color.WHITE);
    timeDigits.draw(g, TableTimeText.clock(shot.tableTimeMicros()), 70, 420, Align.LEFT);
    g.setColor(new Color(0x9AA6B6));
    frameDigits.draw(g, TableTimeText.milliseconds(shot.tableTimeMicros()), 570, 420, Align.LEFT);
    frameDigits.draw(g, "frame " + shot.frame(), 70, 520, Align.LEFT);
    g.dispose();
    hand(shot.tableTimeMicros());
    return canvas.finish();
  }

  private void hand(long tableTimeMicros) {
    Graphics2D g = canvas.open(CENTRE_X - 140, CENTRE_Y - 140, 280, 280);
    double turn = Math.floorMod(tableTimeMicros, 1_000_000L) / 1e6;
    g.setColor(new Color(0xD9B56D));
    g.fill(
        new Arc2D.Double(
            CENTRE_X - RADIUS,
            CENTRE_Y - RADIUS,
            2 * RADIUS,
            2 * RADIUS,
            90,
            -360 * turn,
            Arc2D.PIE));
    g.setColor(Color.WHITE);
    g.setStroke(new BasicStroke(4));
    double angle = 2 * Math.PI * turn - Math.PI / 2;
    g.draw(
        new Line2D.Double(
            CENTRE_X,
            CENTRE_Y,
            CENTRE_X + RADIUS * Math.cos(angle),
            CENTRE_Y + RADIUS * Math.sin(angle)));
    g.dispose();
  }

  private static void background(Graphics2D g, String camera) {
    g.setColor(new Color(0x14181F));
    g.fill(new Rectangle2D.Double(0, 0, Canvas.WIDTH, Canvas.HEIGHT));
    double step = Canvas.WIDTH / BARS.length;
    for (int i = 0; i < BARS.length; i++) {
      g.setColor(BARS[i]);
      g.fill(new Rectangle2D.Double(i * step, 0, step + 1, 120));
    }
    g.setColor(new Color(0xE9CF98));
    Glyphs.proportional(64, 0.16, 0.2).draw(g, camera, 70, 250, Align.LEFT);
    g.setColor(new Color(0x2A313C));
    g.fill(new Ellipse2D.Double(CENTRE_X - RADIUS, CENTRE_Y - RADIUS, 2 * RADIUS, 2 * RADIUS));
  }
}
