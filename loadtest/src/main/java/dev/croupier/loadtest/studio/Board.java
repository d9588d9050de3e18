package dev.croupier.loadtest.studio;

import static dev.croupier.loadtest.studio.Ink.stop;

import dev.croupier.loadtest.studio.Glyphs.Align;
import java.awt.Color;
import java.awt.Graphics2D;

/**
 * The wall board, the only text in a studio's picture: table, camera, table time and frame. Owned
 * by one picture's thread.
 */
final class Board {
  private static final Color TITLE = Ink.rgb(0xE9CF98);
  private static final Color CAMERA = Ink.rgb(0xFF7B72);
  private static final Color TIME = Ink.rgb(0xF6F4EE);
  private static final Color MILLISECONDS = Ink.rgb(0x9AA6B6);
  private static final Color SMALL = Ink.rgb(0x8D98A8);
  private static final double TITLE_WIDTH = 146;

  private final double x;
  private final double y;
  private final Glyphs time = Glyphs.monospaced(27.7, .2, .826);
  private final Glyphs milliseconds = Glyphs.monospaced(13.9, .13, .826);
  private final Glyphs small = Glyphs.monospaced(9.5, .13, .826);

  /** A board whose upper left corner is at (x, y); it is 260 × 100. */
  Board(double x, double y) {
    this.x = x;
    this.y = y;
  }

  /** Frame and what never changes. */
  void still(Graphics2D g, String table, String camera) {
    Ink.fill(
        g,
        Ink.linear(0, y, 0, y + 104, stop(0, 0xE3C588), stop(.5, 0x8B6C38), stop(1, 0x5A4422)),
        Ink.box(x - 2, y - 2, 264, 104, 10));
    Ink.fill(
        g,
        Ink.linear(0, y, 0, y + 100, stop(0, 0x0A0C10), stop(1, 0x12161C)),
        Ink.box(x, y, 260, 100, 8));
    g.setPaint(TITLE);
    Glyphs title = Glyphs.proportional(10.9, .155, .33);
    double tight = Math.min(1, TITLE_WIDTH / title.width(table));
    Glyphs.proportional(10.9 * tight, .155, .33).draw(g, table, x + 17, y + 27, Align.LEFT);
    g.setPaint(CAMERA);
    Glyphs.proportional(10.2, .19, .15).draw(g, camera, x + 244, y + 27, Align.RIGHT);
    g.setPaint(SMALL);
    small.draw(g, "table time", x + 244, y + 88, Align.RIGHT);
  }

  /** What changes with each frame. */
  void moving(Canvas canvas, Shot shot) {
    Graphics2D g = canvas.open(x + 12, y + 35, 240, 57);
    g.setPaint(TIME);
    time.draw(g, TableTimeText.clock(shot.tableTimeMicros()), x + 15, y + 66, Align.LEFT);
    g.setPaint(MILLISECONDS);
    milliseconds.draw(
        g, TableTimeText.milliseconds(shot.tableTimeMicros()), x + 199, y + 66, Align.LEFT);
    g.setPaint(SMALL);
    small.draw(g, "frame " + shot.frame(), x + 16, y + 88, Align.LEFT);
    g.dispose();
  }
}
