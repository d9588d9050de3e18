package dev.croupier.gateway.media.worker;

import java.awt.geom.Path2D;
import java.util.HashMap;
import java.util.Map;

/**
 * Capital letters and digits as strokes on a grid of 4 × 6, so that a machine without any font
 * draws the same pixels.
 *
 * <p>A glyph is polylines separated by {@code |}, each a row of points {@code xy}.
 */
final class StrokeLetters {
  private static final double ADVANCE = 6;
  private static final Map<Character, String> GLYPHS = new HashMap<>();

  static {
    String table =
        "A:06 20 46|14 34;B:00 06 36 45 44 33 03|00 30 41 42 33;C:41 30 10 01 05 16 36 45;"
            + "D:00 06 26 45 41 20 00;E:40 00 06 46|03 33;F:40 00 06|03 33;"
            + "G:41 30 10 01 05 16 36 45 43 23;H:00 06|40 46|03 43;I:20 26;J:40 45 36 16 05;"
            + "K:00 06|40 03 46;L:00 06 46;M:06 00 23 40 46;N:06 00 46 40;"
            + "O:10 30 41 45 36 16 05 01 10;P:06 00 30 41 42 33 03;Q:10 30 41 45 36 16 05 01 10|24 46;"
            + "R:06 00 30 41 42 33 03|23 46;S:41 30 10 01 02 13 33 44 45 36 16 05;T:00 40|20 26;"
            + "U:00 05 16 36 45 40;V:00 26 40;W:00 16 23 36 40;X:00 46|40 06;Y:00 23 40|23 26;"
            + "Z:00 40 06 46;0:10 30 41 45 36 16 05 01 10;1:11 20 26;2:01 10 30 41 42 06 46;"
            + "3:01 10 30 41 42 33 13|33 44 45 36 16 05;4:30 04 44|30 36;5:40 00 03 33 44 45 36 16 05;"
            + "6:30 10 01 05 16 36 45 44 33 03;7:00 40 16;8:13 02 01 10 30 41 42 33 13 04 05 16 36 45 44 33;"
            + "9:43 13 02 01 10 30 41 45 36 16;-:13 33";
    for (String entry : table.split(";", -1)) {
      GLYPHS.put(entry.charAt(0), entry.substring(2));
    }
  }

  private StrokeLetters() {}

  /**
   * A line of text, centred; characters without a glyph are blanks.
   *
   * @param height of the capitals in pixels
   */
  static Path2D centred(String text, double centreX, double top, double height) {
    double unit = height / 6;
    double left = centreX - (text.length() * ADVANCE - 2) * unit / 2;
    Path2D path = new Path2D.Double();
    for (int i = 0; i < text.length(); i++) {
      String glyph = GLYPHS.get(Character.toUpperCase(text.charAt(i)));
      if (glyph == null) {
        continue;
      }
      for (String line : glyph.split("\\|", -1)) {
        boolean first = true;
        for (String point : line.split(" ", -1)) {
          double x = left + (i * ADVANCE + point.charAt(0) - '0') * unit;
          double y = top + (point.charAt(1) - '0') * unit;
          if (first) {
            path.moveTo(x, y);
          } else {
            path.lineTo(x, y);
          }
          first = false;
        }
      }
    }
    return path;
  }
}
